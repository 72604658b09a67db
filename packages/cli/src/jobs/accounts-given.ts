import type { Buyer, PlannedJob } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import { FIRST_SERVICE, serviceRow } from "./service-registry.ts";

/** Who pays for the jobs of a plan, by the keys that are set; undefined where one that is needed is not. Only an address of this machine is asked. */
export async function accountsGiven(
  deps: Deps,
  options: ConnectionOptions,
  jobs: readonly Pick<PlannedJob, "service">[],
): Promise<((job: Pick<PlannedJob, "service">) => Buyer) | undefined> {
  const accounts = new Map<string, Buyer>();
  for (const provider of new Set(jobs.map(({ service = FIRST_SERVICE }) => service))) {
    const names = await serviceRow(provider).accountGiven(deps, options);
    if (names === undefined) return undefined;
    accounts.set(provider, { provider, ...names });
  }
  return ({ service: provider = FIRST_SERVICE }) => accounts.get(provider) ?? { provider, account: "" };
}
