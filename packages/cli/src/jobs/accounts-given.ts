import type { Buyer, PlannedJob } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { embeddedAccount } from "../session/embedded-account.ts";
import type { TargetOptions } from "../session/is-local-service.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { FIRST_SERVICE, serviceRow } from "./service-registry.ts";

/** Who pays for a job. */
export type AccountFor = (job: Pick<PlannedJob, "service">) => Buyer;

/**
 * Who pays for the jobs of a plan: with `--emulated` its account, whatever keys are set, else that of the keys; undefined where one
 * that is needed is not set. Only an address of this machine is asked.
 */
export async function accountsGiven(
  deps: Deps,
  options: TargetOptions & StoreOptions,
  jobs: readonly Pick<PlannedJob, "service">[],
): Promise<AccountFor | undefined> {
  if (options.emulated) return emulatedPayer(deps, options);
  const accounts = new Map<string, Buyer>();
  for (const provider of new Set(jobs.map(({ service = FIRST_SERVICE }) => service))) {
    const names = await serviceRow(provider).accountGiven(deps, options);
    if (names === undefined) return undefined;
    accounts.set(provider, { provider, ...names });
  }
  return ({ service: provider = FIRST_SERVICE }) => accounts.get(provider) ?? { provider, account: "" };
}

/** The account of `--emulated` pays for every job. */
export function emulatedPayer(deps: Deps, options: StoreOptions): AccountFor {
  const account = embeddedAccount(deps, options);
  return ({ service: provider = FIRST_SERVICE }) => ({ provider, account });
}
