import type { Deps } from "../../deps.ts";
import { listAccountModels } from "../../jobs/higgsfield-service.ts";
import { serviceRow } from "../../jobs/service-registry.ts";
import { lookForEmulator } from "../../session/emulator-probe.ts";
import { type ConnectionOptions, readSettings } from "../../session/settings.ts";
import type { Offer } from "./offers.ts";

/** What an account may use of one service. */
export interface AccountModels {
  readonly service: string;
  readonly routes: ReadonlySet<string>;
}

const SERVICE = "higgsfield";

/** Asks the only service that lists the models of an account. Throws `missing_api_key`. */
export async function readAccountModels(deps: Deps, options: ConnectionOptions): Promise<AccountModels> {
  await serviceRow(SERVICE).requireKey(deps, options);
  const settings = readSettings(deps, options);
  const baseUrl = settings.baseUrl.value;
  const isEmulator = (await lookForEmulator(deps, baseUrl)) !== undefined;
  const routes = await listAccountModels(deps, settings, isEmulator ? baseUrl : undefined);
  return { service: SERVICE, routes: new Set(routes) };
}

/** Routes with whether the account may use them, where that is known. */
export const withAccount = (offers: readonly Offer[], account: AccountModels | undefined): readonly Offer[] =>
  offers.map((offer) =>
    offer.service === account?.service ? { ...offer, isAvailable: account.routes.has(offer.route) } : offer,
  );
