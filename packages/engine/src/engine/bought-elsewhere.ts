import { groupByAccount } from "../plan/group-by-account.ts";
import type { Plan } from "../plan/plan.ts";
import type { AccountKey } from "../store/account-key.ts";
import { readAccountNames } from "../store/earlier-accounts.ts";
import type { Db } from "../store/schema.ts";
import { type EarlierJobsOptions, USABLE_STATES } from "./find-earlier-jobs.ts";

/** Requests of a plan that another account has bought: it may be the same customer's, by a key that was replaced. */
export interface BoughtElsewhere extends AccountKey {
  /** The account that a run would buy them with. */
  readonly buyer: string;
  /** Equal requests count once. */
  readonly requests: number;
}

/** By account, the most requests first; those that the plan's own accounts have bought are not meant. */
export async function findBoughtElsewhere(
  db: Db,
  { jobs, purpose }: Pick<Plan, "jobs" | "purpose">,
  { accountFor }: Pick<EarlierJobsOptions, "accountFor">,
): Promise<readonly BoughtElsewhere[]> {
  if (jobs.length === 0) return [];
  const namesOf = await readAccountNames(db);
  const found: BoughtElsewhere[] = [];
  for (const { jobs: own, provider, account: buyer } of groupByAccount(jobs, accountFor)) {
    const names = own.slice(0, 1).flatMap((job) => namesOf(accountFor(job)));
    const hashes = [...new Set(own.map(({ hash }) => hash))];
    const rows = await db
      .selectFrom("job")
      .select((job) => ["account", job.fn.count("plan_hash").distinct().as("requests")])
      .where("purpose", "=", purpose)
      .where("provider", "=", provider)
      .where("account", "not in", names)
      .where("plan_hash", "in", hashes)
      .where("state", "in", USABLE_STATES)
      .groupBy("account")
      .execute();
    for (const { account, requests } of rows)
      found.push({ provider, account, buyer, requests: Number(requests) });
  }
  return found.toSorted((one, other) => other.requests - one.requests);
}
