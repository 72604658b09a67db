import { type EngineEvent, readEvents } from "../events/event-feed.ts";
import { type LedgerSums, sumLedger } from "../ledger/ledger.ts";
import type { PlannedJob } from "../plan/plan.ts";
import type { JobState } from "../state/job-state.ts";
import { getJob } from "../store/jobs.ts";
import type { AssetRow, Db, IntentRow, LedgerRow } from "../store/schema.ts";
import { type Job, toJob } from "./job-view.ts";
import type { EngineContext } from "./settings.ts";

export interface JobQuery {
  /** Default: all. */
  readonly account?: string;
  readonly ids?: readonly string[];
  readonly states?: readonly JobState[];
  readonly batchId?: string;
  readonly purpose?: string;
  /** Default 100. */
  readonly limit?: number;
  /** Page on: only jobs older than this one. */
  readonly beforeId?: string;
}

const DEFAULT_LIMIT = 100;

/** Newest first. */
export async function queryJobs(db: Db, query: JobQuery = {}): Promise<readonly Job[]> {
  const { account, ids, states, batchId, purpose, beforeId, limit = DEFAULT_LIMIT } = query;
  let select = db.selectFrom("job").selectAll().orderBy("id", "desc").limit(limit);
  if (account !== undefined) select = select.where("account", "=", account);
  if (ids !== undefined) select = select.where("id", "in", [...ids]);
  if (states !== undefined) select = select.where("state", "in", [...states]);
  if (batchId !== undefined) select = select.where("batch_id", "=", batchId);
  if (purpose !== undefined) select = select.where("purpose", "=", purpose);
  if (beforeId !== undefined) select = select.where("id", "<", beforeId);
  return (await select.execute()).map(toJob);
}

/** Everything on record about one job. */
export interface JobHistory extends Job {
  readonly planned: PlannedJob;
  readonly intent?: IntentRow;
  readonly events: readonly EngineEvent[];
  readonly ledger: readonly LedgerRow[];
  readonly sums: LedgerSums;
  readonly assets: readonly AssetRow[];
}

/** Throws StoreError `job_not_found`. */
export async function readHistory(
  { store, clock, timing }: Pick<EngineContext, "store" | "clock" | "timing">,
  id: string,
): Promise<JobHistory> {
  const db = store.reader;
  const job = toJob(await getJob(db, id));
  const where = { job_id: id };
  const plan = await db.selectFrom("job_plan").selectAll().where("job_id", "=", id).executeTakeFirstOrThrow();
  const intent = await db.selectFrom("intent").selectAll().where("job_id", "=", id).executeTakeFirst();
  const events: EngineEvent[] = [];
  for await (const event of readEvents({ store, clock, pollMs: timing.pollMs }, { jobId: id }))
    events.push(event);
  return {
    ...job,
    // Written by `insertBatch`.
    planned: JSON.parse(plan.planned_json) as PlannedJob,
    ...(intent ? { intent } : {}),
    events,
    ledger: await db
      .selectFrom("ledger")
      .selectAll()
      .where("job_id", "=", where.job_id)
      .orderBy("seq")
      .execute(),
    sums: await sumLedger(db, { jobId: id }),
    assets: await db.selectFrom("asset").selectAll().where("job_id", "=", id).execute(),
  };
}

export interface StoreSummary {
  /** Jobs per state; states without jobs are absent. */
  readonly counts: Readonly<Partial<Record<JobState, number>>>;
  /** Jobs that wait for a stopped pool or for budget. */
  readonly held: { readonly pool: number; readonly budget: number };
  readonly stoppedPools: readonly {
    readonly account: string;
    readonly pool: string;
    readonly reason: string;
  }[];
}

export async function summarizeStore(db: Db): Promise<StoreSummary> {
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
    held: { pool: waitingFor("pool"), budget: waitingFor("budget") },
    stoppedPools: stopped.map(({ account, pool, stop_reason }) => ({
      account,
      pool,
      reason: stop_reason ?? "",
    })),
  };
}
