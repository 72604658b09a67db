import { groupByAccount } from "../plan/group-by-account.ts";
import { LIBRARY_OPERATIONS } from "../plan/library-requests.ts";
import { sealPlan } from "../plan/make-plan.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import { keepTrace } from "../plan/plan-traces.ts";
import { SESSION_OPERATIONS, sessionLifeMs } from "../plan/sessions.ts";
import { REST_STATES } from "../state/transitions.ts";
import type { AccountKey, Buyer } from "../store/account-key.ts";
import { readAccountNames } from "../store/earlier-accounts.ts";
import { errorCodeOf } from "../store/error-code.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { ENTRY_GONE } from "../submit/entry-gone.ts";

/**
 * What a plan means that may have been run before. `continue`: what the store has of it is not bought again.
 * `again`: all of it is bought once more; where the last time is not finished, that is continued. `fresh`: a purchase of its own,
 * under keys that nothing else leads to.
 */
export type Repeat = "continue" | "again" | "fresh";

/** A job that stands for a request of the plan. */
export type EarlierJob = Pick<
  JobRow,
  | "id"
  | "batch_id"
  | "name"
  | "purpose"
  | "state"
  | "waits_for"
  | "file_path"
  | "error_json"
  | "estimate_units"
  | "unit"
  | "need_count"
>;

/** A request that is still to be bought, and which purchase of it that is. */
export interface Place {
  readonly ordinal: number;
  readonly round: number;
}

type CreatedAt = Pick<JobRow, "created_at">;

export interface EarlierJobs {
  /** The plan without what the store has; the plan itself where it has nothing. */
  readonly toBuy: Plan;
  /** One per job of `toBuy`, in its order. */
  readonly places: readonly Place[];
  /** One per job of the whole plan, in its order; undefined for what is to be bought. */
  readonly earlier: readonly (EarlierJob | undefined)[];
}

/** States of a job whose result is there, or comes. */
export const USABLE_STATES: readonly JobState[] = [
  "approved",
  "submitting",
  "running",
  "succeeded",
  "collected",
];

export interface EarlierJobsOptions {
  /** Who pays for a job of the plan. */
  readonly accountFor: (job: PlannedJob) => Buyer;
  readonly repeat: Repeat;
  /** Sessions that end before long are opened again. */
  readonly nowMs: number;
}

/**
 * What a store has of a plan: the newest job for each request, whichever batch made it. A session that another job of the plan
 * still needs is used while it lives, also by a purchase of its own, and opened again afterwards. A voice or an element that was deleted
 * at the service is made again where another job of the plan still needs it.
 */
export async function findEarlierJobs(
  db: Db,
  plan: Plan,
  { accountFor, repeat, nowMs }: EarlierJobsOptions,
): Promise<EarlierJobs> {
  const newest = await newestJobs(db, plan, accountFor);
  const known = countEqual(plan.jobs).map(({ job: planned, ordinal }) => ({
    planned,
    ordinal,
    before: newest.get(keyOf({ ...accountFor(planned), hash: planned.hash, ordinal })),
  }));
  // The same command after an interruption must not buy a third time.
  const isInterrupted = repeat === "again" && known.some(({ before }) => before && isOpenRound(before));
  const found = known.map(({ planned, ordinal, before }) => {
    const isThere = repeat === "continue" || (isInterrupted && before !== undefined && before.round > 0);
    const job = isThere ? before : undefined;
    return { planned, ordinal, round: before ? before.round + 1 : 0, before, job };
  });
  const needed = new Set(
    found.flatMap(({ planned, job }) => (job ? [] : (planned.needs ?? []).map(({ hash }) => hash))),
  );
  for (const one of found) {
    if (repeat === "continue" && needed.has(one.planned.hash) && isEntryGone(one.before)) one.job = undefined;
    const lifeMs = needed.has(one.planned.hash) ? sessionLifeMs(one.planned) : undefined;
    const { before } = one;
    if (lifeMs === undefined || repeat === "again" || !before || !USABLE_STATES.includes(before.state))
      continue;
    one.job = nowMs - before.created_at < lifeMs ? before : undefined;
  }
  const isLeft = (_: unknown, at: number) => found[at]?.job === undefined;
  const left = plan.jobs.filter(isLeft);
  return {
    toBuy: left.length === plan.jobs.length ? plan : keepTrace(sealPlan(plan.purpose, left), plan),
    places: found.filter(isLeft).map(({ ordinal, round }) => ({ ordinal, round })),
    earlier: found.map(({ job }) => job),
  };
}

/** A voice or an element that was deleted at the service: what needs it is made with a new one. */
const isEntryGone = (job: EarlierJob | undefined): boolean =>
  job?.state === "expired" && errorCodeOf(job.error_json) === ENTRY_GONE;

/** A job of an earlier `again` that is still at work, or waits. */
const isOpenRound = ({ round, state }: EarlierJob & Place): boolean =>
  round > 0 && !REST_STATES.includes(state);

interface JobKey extends AccountKey {
  readonly hash: string;
  readonly ordinal: number;
}

const keyOf = ({ provider, account, hash, ordinal }: JobKey): string =>
  JSON.stringify([provider, account, hash, ordinal]);

/** Each request with its number among those that are equal to it. */
function countEqual(jobs: readonly PlannedJob[]) {
  const seen = new Map<string, number>();
  return jobs.map((job) => {
    const { hash } = job;
    const ordinal = seen.get(hash) ?? 0;
    seen.set(hash, ordinal + 1);
    return { job, ordinal };
  });
}

/** By account, request and ordinal, the job of the last round; where that was retried, the last retry. */
async function newestJobs(
  db: Db,
  plan: Plan,
  accountFor: EarlierJobsOptions["accountFor"],
): Promise<ReadonlyMap<string, EarlierJob & CreatedAt & Place>> {
  const newest = new Map<string, EarlierJob & CreatedAt & Place>();
  const namesOf = await readAccountNames(db);
  for (const { jobs, ...key } of groupByAccount(plan.jobs, accountFor)) {
    const where = {
      provider: key.provider,
      names: jobs.slice(0, 1).flatMap((job) => namesOf(accountFor(job))),
    };
    const rows = [
      ...(await jobsOfPurpose(db, { ...where, purpose: plan.purpose, hashes: hashesOf(jobs) })),
      ...(await sharedJobs(db, { ...where, hashes: hashesOf(jobs.filter(isShared)) })),
    ].toSorted(
      (left, right) =>
        Number(isEntryGone(right)) - Number(isEntryGone(left)) ||
        left.round - right.round ||
        (left.id < right.id ? -1 : 1),
    );
    for (const { plan_hash: hash, ...job } of rows)
      newest.set(keyOf({ ...key, hash, ordinal: job.ordinal }), job);
  }
  return withRetries(db, newest);
}

/**
 * The last retry in place of each job that ended without a result. One of a request with an external ID of its own has another ID, and so
 * another hash than the request.
 */
async function withRetries<Job extends EarlierJob & CreatedAt & Place>(
  db: Db,
  newest: ReadonlyMap<string, Job>,
): Promise<ReadonlyMap<string, EarlierJob & CreatedAt & Place>> {
  const found = new Map<string, EarlierJob & CreatedAt & Place>(newest);
  for (let left: readonly string[] = [...newest.keys()]; left.length > 0; ) {
    const ended = left.flatMap((key) => {
      const job = found.get(key);
      return job && !USABLE_STATES.includes(job.state) ? [{ key, job }] : [];
    });
    const retries = await retriesOf(
      db,
      ended.map(({ job }) => job.id),
    );
    const retried = ended.flatMap(({ key, job: { id, round } }) => {
      const retry = retries.get(id);
      return retry ? [{ key, job: { ...retry, round } }] : [];
    });
    for (const { key, job } of retried) found.set(key, job);
    left = retried.map(({ key }) => key);
  }
  return found;
}

/** The last retry of each of these jobs, by its ID. */
async function retriesOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string | null, FoundJob>> {
  if (ids.length === 0) return new Map();
  const retries = await db
    .selectFrom("job")
    .select([...COLUMNS, "retry_of"])
    .where("retry_of", "in", ids)
    .orderBy("id")
    .execute();
  return new Map(retries.map(({ retry_of, ...job }) => [retry_of, job]));
}

const hashesOf = (jobs: readonly PlannedJob[]): readonly string[] => [
  ...new Set(jobs.map(({ hash }) => hash)),
];

const SHARED_OPERATIONS = [...LIBRARY_OPERATIONS, ...SESSION_OPERATIONS];

/** What serves every purpose of the account. */
const isShared = ({ routeId }: PlannedJob): boolean => SHARED_OPERATIONS.includes(routeId);

interface Wanted extends Pick<AccountKey, "provider"> {
  /** Of one account. */
  readonly names: readonly string[];
  readonly hashes: readonly string[];
}

const COLUMNS = [
  "id",
  "batch_id",
  "name",
  "purpose",
  "state",
  "waits_for",
  "file_path",
  "error_json",
  "estimate_units",
  "unit",
  "need_count",
  "plan_hash",
  "ordinal",
  "round",
  "created_at",
] as const;

type FoundJob = Pick<JobRow, (typeof COLUMNS)[number]>;

/** By the index of purpose, account and request: a store may have many thousands of jobs. */
const jobsOfPurpose = (
  db: Db,
  { hashes, names, ...where }: Wanted & { readonly purpose: string },
): Promise<readonly FoundJob[]> =>
  db
    .selectFrom("job")
    .select(COLUMNS)
    .where(({ and }) => and(where))
    .where("account", "in", names)
    .where("plan_hash", "in", hashes)
    .execute();

/** What stays in the library of the account, and open sessions. */
async function sharedJobs(db: Db, { hashes, names, ...where }: Wanted): Promise<readonly FoundJob[]> {
  if (hashes.length === 0) return [];
  return db
    .selectFrom("job")
    .select(COLUMNS)
    .where(({ and }) => and(where))
    .where("account", "in", names)
    .where("route_id", "in", SHARED_OPERATIONS)
    .where(({ and, eb, or }) =>
      or([
        eb("state", "in", USABLE_STATES),
        // One that is gone stands for its request until something needs it.
        and([eb("state", "=", "expired"), eb("route_id", "in", LIBRARY_OPERATIONS)]),
      ]),
    )
    .where("plan_hash", "in", hashes)
    .execute();
}
