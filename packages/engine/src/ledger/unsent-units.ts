import { roundUnits } from "@klingkit/spec";
import type { Db } from "../store/schema.ts";
import { type CommittedScope, committedUnits } from "./ledger.ts";

export type UnsentScope = Required<Pick<CommittedScope, "provider" | "accounts" | "unit" | "sinceMs">> &
  Pick<CommittedScope, "models">;

/**
 * Units that approved jobs of an account will reserve when they are sent. Those that were refused since `sinceMs` hold theirs already, and
 * are left out.
 */
export async function unsentUnits(db: Db, scope: UnsentScope): Promise<number> {
  const { provider, accounts, unit, models } = scope;
  let jobs = db
    .selectFrom("job")
    .select(({ fn }) => fn.sum<number>("estimate_units").as("units"))
    .where("state", "=", "approved")
    .where("provider", "=", provider)
    .where("account", "in", accounts)
    .where("unit", "=", unit);
  if (models !== undefined) jobs = jobs.where("model", "in", models);
  const all = Number((await jobs.executeTakeFirst())?.units ?? 0);
  return all === 0 ? 0 : roundUnits(all - (await committedUnits(db, { ...scope, jobState: "approved" })));
}
