import type { EventFacts } from "../events/event-data.ts";
import { canMove, type JobState, LATE_STATES } from "../state/job-state.ts";
import type { Db, JobChange, JobRow } from "./schema.ts";
import { StoreError } from "./store-error.ts";

/** What a change of state writes beside the state. */
export interface Move {
  readonly to: JobState;
  readonly atMs: number;
  readonly event: EventFacts;
  /** Absent fields: nobody works on the job, and nothing wakes it. */
  readonly set?: Omit<JobChange, "id" | "state" | "version" | "updated_at">;
}

/** When the key of a job that ended without a task is looked up again, after its end. @source INF */
export const LATE_LOOKS_MS = [600_000, 3_600_000] as const;

const AT_REST = { next_at: null, lease_owner: null, waits_for: null, failures: 0, error_json: null } as const;

/**
 * Changes a job's state and writes its event, in the caller's transaction.
 * Throws StoreError: `transition_refused` outside the table, `job_lost` when somebody else has changed the job since it was read.
 */
export async function moveJob(db: Db, job: JobRow, move: Move): Promise<JobRow> {
  if (!canMove(job.state, move.to)) {
    throw new StoreError("transition_refused", `job ${job.id} cannot go from ${job.state} to ${move.to}`);
  }
  const moved = await updateJob(db, job, { ...AT_REST, ...move.set, state: move.to, updated_at: move.atMs });
  if (LATE_STATES.includes(move.to)) {
    await db
      .updateTable("intent")
      .set({ look_at: move.atMs + LATE_LOOKS_MS[0] })
      .where("ext_id", "=", job.ext_id)
      .where("unclear_sends", ">", 0)
      .execute();
  }
  await addEvent(db, {
    atMs: move.atMs,
    jobId: job.id,
    ...move.event,
    from: job.state,
    to: move.to,
    worker: job.lease_owner,
  });
  return moved;
}

/** Changes a job without changing its state. Throws StoreError `job_lost`. */
export async function updateJob(
  db: Db,
  job: JobRow,
  change: Omit<JobChange, "id" | "version">,
): Promise<JobRow> {
  const row = await db
    .updateTable("job")
    .set({ ...change, version: job.version + 1 })
    .where("id", "=", job.id)
    .where("version", "=", job.version)
    .returningAll()
    .executeTakeFirst();
  if (row) return row;
  throw new StoreError("job_lost", `job ${job.id} was changed by another process`);
}

export type NewEvent = EventFacts & {
  readonly atMs: number;
  readonly jobId?: string;
  readonly from?: JobState;
  readonly to?: JobState;
  /** Process whose step it was; null or absent for what a person did. */
  readonly worker?: string | null;
};

export async function addEvent(db: Db, event: NewEvent): Promise<void> {
  await db.insertInto("event").values(eventRow(event)).execute();
}

export const eventRow = ({ atMs, jobId, kind, from, to, worker, data }: NewEvent) => ({
  at: atMs,
  job_id: jobId ?? null,
  kind,
  from_state: from ?? null,
  to_state: to ?? null,
  data_json: JSON.stringify({ ...data, ...(worker ? { worker } : {}) }),
});

export interface Claim {
  /** Jobs of another account, or of an emulator, are never sent with this one's key. */
  readonly account: string;
  /** Default: all. */
  readonly batchId?: string | undefined;
  /** Jobs of any batch, in the pools where this one waits for a slot. */
  readonly waitingBatchId?: string | undefined;
  readonly state: JobState;
  readonly dueAtMs: number;
  readonly owner: string;
  readonly limit: number;
}

/** Takes due jobs of one state: nobody else gets them until they are let go or their owner dies. */
export function claimDue(
  db: Db,
  { account, batchId, waitingBatchId, state, dueAtMs, owner, limit }: Claim,
): Promise<readonly JobRow[]> {
  return db
    .updateTable("job")
    .set((job) => ({ lease_owner: owner, next_at: null, version: job("version", "+", 1) }))
    .where("id", "in", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("account", "=", account)
        .where("state", "=", state)
        .where("next_at", "<=", dueAtMs)
        .$if(batchId !== undefined, (jobs) => jobs.where("batch_id", "=", batchId ?? ""))
        .$if(waitingBatchId !== undefined, (jobs) =>
          jobs.where("pool", "in", poolsWaitedFor(db, account, waitingBatchId ?? "")),
        )
        .orderBy("next_at")
        .orderBy("id")
        .limit(limit),
    )
    .returningAll()
    .execute();
}

/** Takes exactly these jobs of an account, due or not; those that another process works on are left out. */
export function claimThese(
  db: Db,
  {
    account,
    ids,
    state,
    owner,
  }: Pick<Claim, "account" | "owner" | "state"> & {
    readonly ids: readonly string[];
  },
): Promise<readonly JobRow[]> {
  return db
    .updateTable("job")
    .set((job) => ({ lease_owner: owner, next_at: null, version: job("version", "+", 1) }))
    .where("id", "in", ids)
    .where("account", "=", account)
    .where("state", "=", state)
    .where("lease_owner", "is", null)
    .returningAll()
    .execute();
}

/** Pools where jobs of a batch wait for a slot. */
export const poolsWaitedFor = (db: Db, account: string, batchId: string) =>
  db
    .selectFrom("job")
    .select("pool")
    .where("account", "=", account)
    .where("batch_id", "=", batchId)
    .where("waits_for", "=", "slot");

/** One job. Throws StoreError `job_not_found`. */
export async function getJob(db: Db, id: string): Promise<JobRow> {
  const row = await db.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
  if (row) return row;
  throw new StoreError("job_not_found", `there is no job ${id}`);
}
