import type { KeysOf } from "@klingkit/spec/core";
import { requireObject } from "@klingkit/spec/plain";
import { isFields } from "../arguments/is-fields.ts";
import { readParents } from "../needs/read-parents.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { requestText } from "../plan/request-text.ts";
import { readPausesOf } from "../slots/read-pauses.ts";
import { WORK_STATES, type WorkState } from "../state/transitions.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db, JobRow, Waiting } from "../store/schema.ts";
import { type Job, type JobSurroundings, toJob } from "./job-view.ts";

export interface JobQuery {
  /** Default: all. */
  readonly account?: string;
  /** Accounts with their services. Default: all. */
  readonly accounts?: readonly AccountKey[];
  readonly ids?: readonly string[];
  /** Jobs of the same batches as these, without these. */
  readonly besides?: readonly string[];
  readonly states?: readonly JobState[];
  /** Jobs that wait for one of these. Beside `states`, jobs that fit either. */
  readonly waiting?: readonly Waiting[];
  readonly batchId?: string;
  readonly purpose?: string;
  /** Jobs of these exact requests. */
  readonly planHashes?: readonly string[];
  /** Jobs of these tasks of the service. */
  readonly taskIds?: readonly string[];
  /** Jobs that replaced one of these. */
  readonly retryOf?: readonly string[];
  /** Jobs with these keys at the service. */
  readonly externalIds?: readonly string[];
  /** Default 100. */
  readonly limit?: number;
  /** Page on: only jobs older than this one. */
  readonly beforeId?: string;
}

export const JOB_QUERY_NAMES: KeysOf<JobQuery> = {
  account: true,
  accounts: true,
  ids: true,
  states: true,
  waiting: true,
  batchId: true,
  purpose: true,
  planHashes: true,
  taskIds: true,
  retryOf: true,
  externalIds: true,
  limit: true,
  beforeId: true,
  besides: true,
};

const DEFAULT_LIMIT = 100;

/** Newest first. */
export async function queryJobs(db: Db, query: JobQuery = {}): Promise<readonly Job[]> {
  await checkQuery(query);
  requireObject("queryJobs", { db });
  const rows = await select(db, query).selectAll().execute();
  const around = await readSurroundings(db, rows);
  return rows.map((row) => toJob(row, around));
}

/** Throws ConfigError, which is of the client: lists of jobs do without its code until there is a mistake. */
async function checkQuery(query: JobQuery): Promise<void> {
  if (isFields(query) && Object.keys(query).every((name) => Object.hasOwn(JOB_QUERY_NAMES, name))) return;
  const { refuseUnknown } = await import("../arguments/refuse-unknown.ts");
  refuseUnknown("queryJobs", query, JOB_QUERY_NAMES);
}

/** What the views of these jobs need beside their rows. */
export const readSurroundings = async (db: Db, rows: readonly JobRow[]): Promise<JobSurroundings> => ({
  leases: await readLeases(db, rows),
  parents: await readParents(db, rows),
  pauses: await readPausesOf(db, rows),
  maybeTaken: await readMaybeTaken(db, rows),
});

/** Ids of approved jobs that the service may have taken: what an earlier send of them brought is not known. */
export async function readMaybeTaken(db: Db, rows: readonly JobRow[]): Promise<ReadonlySet<string>> {
  const sent = rows.filter(({ state, failures }) => state === "approved" && failures > 0);
  if (sent.length === 0) return new Set();
  const found = await db
    .selectFrom("intent")
    .select("job_id")
    .where(
      "ext_id",
      "in",
      sent.map(({ ext_id }) => ext_id),
    )
    .where("state", "=", "unknown")
    .execute();
  return new Set(found.map(({ job_id }) => job_id));
}

/** When the processes that work on these jobs count as dead, by their names. */
async function readLeases(
  db: Db,
  rows: readonly { readonly lease_owner: string | null }[],
): Promise<ReadonlyMap<string, number>> {
  const owners = new Set(rows.flatMap(({ lease_owner }) => lease_owner ?? []));
  if (owners.size === 0) return new Map();
  const workers = await db
    .selectFrom("worker")
    .select(["id", "lease_until"])
    .where("id", "in", [...owners])
    .execute();
  return new Map(workers.map(({ id, lease_until }) => [id, lease_until]));
}

/** What tells jobs of a long list apart. */
export type JobName = Pick<Job, "id" | "name">;

/** Like `queryJobs`, for lists so long that whole jobs would fill the memory. */
export function queryJobNames(db: Db, query: JobQuery = {}): Promise<readonly JobName[]> {
  return select(db, query).select(["id", "name"]).execute();
}

function select(db: Db, query: JobQuery) {
  const {
    account,
    accounts,
    ids,
    besides,
    states,
    waiting,
    batchId,
    purpose,
    planHashes,
    taskIds,
    retryOf,
    externalIds,
    beforeId,
    limit = DEFAULT_LIMIT,
  } = query;
  let jobs = db.selectFrom("job").orderBy("id", "desc").limit(limit);
  if (account !== undefined) jobs = jobs.where("account", "=", account);
  if (accounts !== undefined) {
    const keys = accounts.map(({ provider, account: name }) => ({ provider, account: name }));
    jobs = jobs.where(({ or, and }) => or(keys.map((key) => and(key))));
  }
  if (ids !== undefined) jobs = jobs.where("id", "in", [...ids]);
  if (besides !== undefined) {
    const batches = db
      .selectFrom("job")
      .select("batch_id")
      .where("id", "in", [...besides]);
    jobs = jobs.where("batch_id", "in", batches).where("id", "not in", [...besides]);
  }
  if (states !== undefined && waiting !== undefined) {
    jobs = jobs.where((job) => job.or([job("state", "in", states), job("waits_for", "in", waiting)]));
  } else if (states !== undefined) jobs = jobs.where("state", "in", [...states]);
  else if (waiting !== undefined) jobs = jobs.where("waits_for", "in", [...waiting]);
  if (batchId !== undefined) jobs = jobs.where("batch_id", "=", batchId);
  if (purpose !== undefined) jobs = jobs.where("purpose", "=", purpose);
  if (planHashes !== undefined) jobs = jobs.where("plan_hash", "in", [...planHashes]);
  if (taskIds !== undefined) jobs = jobs.where("task_id", "in", [...taskIds]);
  if (retryOf !== undefined) jobs = jobs.where("retry_of", "in", [...retryOf]);
  if (externalIds !== undefined) jobs = jobs.where("ext_id", "in", [...externalIds]);
  if (beforeId !== undefined) jobs = jobs.where("id", "<", beforeId);
  return jobs;
}

/** What was planned, by job id. */
export async function readPlanned(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, PlannedJob>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("job_plan")
    .selectAll()
    .where("job_id", "in", [...ids])
    .execute();
  // Written when the jobs were made.
  return new Map(rows.map(({ job_id, planned_json }) => [job_id, JSON.parse(planned_json) as PlannedJob]));
}

/** Prompts by job id; jobs without one are absent. */
export async function readPrompts(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const planned = await readPlanned(db, ids);
  return new Map(
    [...planned].flatMap(([id, job]) => {
      const text = requestText(job);
      return text === undefined ? [] : [[id, text]];
    }),
  );
}

/** Jobs per account that have not come to rest. */
export async function countUnfinished(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("job")
    .select((job) => ["account", job.fn.countAll<number>().as("count")])
    .where("state", "in", [...WORK_STATES])
    .groupBy("account")
    .orderBy("account")
    .execute();
  return new Map(rows.map(({ account, count }) => [account, Number(count)]));
}

/** Jobs that have not come to rest and are in one state for one reason. */
export interface UnfinishedJobs {
  readonly state: WorkState;
  /** Absent while they are due or worked on. */
  readonly waitsFor?: Waiting;
  readonly count: number;
}

/** Jobs of these accounts that have not come to rest, by state and by what they wait for. */
export async function groupUnfinished(
  db: Db,
  accounts: readonly AccountKey[],
): Promise<readonly UnfinishedJobs[]> {
  const keys = accounts.map(({ provider, account }) => ({ provider, account }));
  const rows = await db
    .selectFrom("job")
    .select((job) => ["state", "waits_for", job.fn.countAll<number>().as("count")])
    .where("state", "in", [...WORK_STATES])
    .where(({ or, and }) => or(keys.map((key) => and(key))))
    .groupBy(["state", "waits_for"])
    .execute();
  const found = rows.map(({ state, waits_for, count }) => ({
    state,
    ...(waits_for === null ? {} : { waitsFor: waits_for }),
    count: Number(count),
  }));
  return WORK_STATES.flatMap((state) =>
    found
      .filter((group) => group.state === state)
      .map((group) => ({ ...group, state }))
      .toSorted((left, right) => (left.waitsFor ?? "").localeCompare(right.waitsFor ?? "")),
  );
}

export interface StoreSummary {
  /** Jobs per state; states without jobs are absent. */
  readonly counts: Readonly<Partial<Record<JobState, number>>>;
  /** Jobs that wait for a person: for a stopped pool, for budget, or because their file cannot be downloaded. */
  readonly held: { readonly pool: number; readonly budget: number; readonly link: number };
  readonly stoppedPools: readonly {
    readonly account: string;
    readonly pool: string;
    readonly reason: string;
  }[];
}

export async function summarizeStore(db: Db): Promise<StoreSummary> {
  requireObject("summarizeStore", { db });
  const states = await db
    .selectFrom("job")
    .select((job) => ["state", job.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const waiting = await db
    .selectFrom("job")
    .select((job) => ["waits_for", job.fn.countAll<number>().as("count")])
    .where("waits_for", "is not", null)
    .groupBy("waits_for")
    .execute();
  const stopped = await db.selectFrom("pool").selectAll().where("stop_reason", "is not", null).execute();
  const waitingFor = (what: string) => Number(waiting.find((row) => row.waits_for === what)?.count ?? 0);
  return {
    counts: Object.fromEntries(states.map(({ state, count }) => [state, Number(count)])),
    held: { pool: waitingFor("pool"), budget: waitingFor("budget"), link: waitingFor("link") },
    stoppedPools: stopped.map(({ account, pool, stop_reason }) => ({
      account,
      pool,
      reason: stop_reason ?? "",
    })),
  };
}
