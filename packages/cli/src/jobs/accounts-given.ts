import type { AccountKey, PlannedJob } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { klingAccount, nameOfHiggsfieldKey } from "../session/account-name.ts";
import { readHiggsfieldSettings } from "../session/higgsfield-settings.ts";
import { type ConnectionOptions, readSettings } from "../session/settings.ts";
import { accountGiven } from "./account-given.ts";

/** Who pays for the jobs of a plan, by the keys that are set; undefined where one that is needed is not. Nothing is asked. */
export async function accountsGiven(
  deps: Deps,
  options: ConnectionOptions,
  jobs: readonly Pick<PlannedJob, "service">[],
): Promise<((job: Pick<PlannedJob, "service">) => AccountKey) | undefined> {
  const services = new Set(jobs.map(({ service = "kling" }) => service));
  const kling = services.has("kling") ? accountGiven(deps, options) : "";
  const other = services.has("higgsfield") ? await higgsfieldGiven(deps, options) : "";
  if (kling === undefined || other === undefined) return undefined;
  return ({ service = "kling" }) =>
    service === "kling" ? klingAccount(kling) : { provider: service, account: other };
}

async function higgsfieldGiven(deps: Deps, options: ConnectionOptions): Promise<string | undefined> {
  const read = await readHiggsfieldSettings(deps, readSettings(deps, options), undefined);
  if (!read) return undefined;
  const { ERAS, CURRENT_ERA } = await import("@klingkit/spec/higgsfield");
  return nameOfHiggsfieldKey(read.baseUrl ?? ERAS[CURRENT_ERA].baseUrl, read.keyName);
}
