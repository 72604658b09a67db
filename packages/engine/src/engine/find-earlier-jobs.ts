import { sealPlan } from "../plan/make-plan.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import type { Db, JobRow } from "../store/schema.ts";

/**
 * What a plan means that may have been run before. `continue`: what the store has of it is not bought again.
 * `again`: all of it is bought once more. `fresh`: a purchase of its own, under keys that nothing else leads to.
 */
export type Repeat = "continue" | "again" | "fresh";

/** A job that stands for a request of the plan. */
export type EarlierJob = Pick<JobRow, "id" | "batch_id" | "name" | "state" | "file_path">;

/** A request that is still to be bought, and which purchase of it that is. */
export interface Place {
  readonly ordinal: number;
  readonly round: number;
}

export interface EarlierJobs {
  /** The plan without what the store has; the plan itself where it has nothing. */
  readonly toBuy: Plan;
  /** One per job of `toBuy`, in its order. */
  readonly places: readonly Place[];
  /** One per job of the whole plan, in its order; undefined for what is to be bought. */
  readonly earlier: readonly (EarlierJob | undefined)[];
}

/** Below SQLite's limit of parameters. */
const CHUNK = 400;

export interface EarlierJobsOptions {
  readonly account: string;
  readonly repeat: Repeat;
}

/** What a store has of a plan: the newest job for each request, whichever batch made it. */
export async function findEarlierJobs(
  db: Db,
  plan: Plan,
  { account, repeat }: EarlierJobsOptions,
): Promise<EarlierJobs> {
  const newest = await newestJobs(db, plan, account);
  const found = countEqual(plan.jobs).map(({ hash, ordinal }) => {
    const job = newest.get(keyOf(hash, ordinal));
    return { ordinal, round: job ? job.round + 1 : 0, job: repeat === "continue" ? job : undefined };
  });
  const isLeft = (_: unknown, at: number) => found[at]?.job === undefined;
  const left = plan.jobs.filter(isLeft);
  return {
    toBuy: left.length === plan.jobs.length ? plan : sealPlan(plan.purpose, left),
    places: found.filter(isLeft).map(({ ordinal, round }) => ({ ordinal, round })),
    earlier: found.map(({ job }) => job),
  };
}

const keyOf = (hash: string, ordinal: number): string => `${hash} ${ordinal}`;

/** Each request with its number among those that are equal to it. */
function countEqual(jobs: readonly PlannedJob[]) {
  const seen = new Map<string, number>();
  return jobs.map(({ hash }) => {
    const ordinal = seen.get(hash) ?? 0;
    seen.set(hash, ordinal + 1);
    return { hash, ordinal };
  });
}

/** By request and ordinal, the job of the last round; where that was retried, the last retry. */
async function newestJobs(db: Db, { purpose, jobs }: Plan, account: string) {
  const hashes = [...new Set(jobs.map(({ hash }) => hash))];
  const newest = new Map<string, EarlierJob & Place>();
  for (let at = 0; at < hashes.length; at += CHUNK) {
    const rows = await db
      .selectFrom("job")
      .select(["id", "batch_id", "name", "state", "file_path", "plan_hash", "ordinal", "round"])
      .where("purpose", "=", purpose)
      .where("account", "=", account)
      .where("plan_hash", "in", hashes.slice(at, at + CHUNK))
      .orderBy("round")
      .orderBy("id")
      .execute();
    for (const { plan_hash, ...job } of rows) newest.set(keyOf(plan_hash, job.ordinal), job);
  }
  return newest;
}
