import { addEvent } from "../events/add-event.ts";
import type { EventFacts } from "../events/event-data.ts";
import type { JobState } from "../store/job-state.ts";
import { jobLost, type SharedChange, updateEach, updateJobs } from "../store/jobs.ts";
import type { Db, JobChange, JobRow } from "../store/schema.ts";
import { StoreError } from "../store/store-error.ts";
import { noteMove } from "./committed-moves.ts";
import { canMove, type EndState, LATE_STATES } from "./transitions.ts";

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
 * Moves a job on to a state that is no end; ends are written by `endJob`.
 * Throws StoreError: `transition_refused` outside the table, `job_lost` when somebody else has changed the job since it was read.
 */
export const moveJob = (
  db: Db,
  job: JobRow,
  move: Move & { readonly to: Exclude<JobState, EndState> },
): Promise<JobRow> => changeState(db, job, move);

/**
 * Changes a job's state and writes its event, in the caller's transaction.
 * Throws StoreError: `transition_refused` outside the table, `job_lost` when somebody else has changed the job since it was read.
 */
export async function changeState(db: Db, job: JobRow, move: Move): Promise<JobRow> {
  const [moved] = await changeEach(db, [{ job, move }]);
  if (moved) return moved;
  throw jobLost(job);
}

/** A job and what becomes of it. */
export interface JobMove<To extends JobState = JobState> {
  readonly job: JobRow;
  readonly move: Move & { readonly to: To };
}

/** The same as `moveJob` for each of several jobs; undefined for those that somebody else has changed since they were read. */
export const moveEach = (
  db: Db,
  moves: readonly JobMove<Exclude<JobState, EndState>>[],
): Promise<readonly (JobRow | undefined)[]> => changeEach(db, moves);

/** The same as `changeState` for each of several jobs; undefined for those that somebody else has changed since they were read. */
export async function changeEach(
  db: Db,
  moves: readonly JobMove[],
): Promise<readonly (JobRow | undefined)[]> {
  for (const { job, move } of moves) requireMove(job, move.to);
  const changes = moves.map(({ job, move: { to, atMs, set } }) => ({
    job,
    change: { ...AT_REST, ...set, state: to, updated_at: atMs },
  }));
  const moved = await updateEach(db, changes);
  for (const [at, { job, move }] of moves.entries()) if (moved[at]) await noteChange(db, job, move);
  return moved;
}

function requireMove({ id, state }: JobRow, to: JobState): void {
  if (canMove(state, to)) return;
  throw new StoreError("transition_refused", `job ${id} cannot go from ${state} to ${to}`);
}

/** What is written with a change of state. */
async function noteChange(db: Db, job: JobRow, { to, atMs, event }: Move): Promise<void> {
  if (LATE_STATES.includes(to)) {
    await db
      .updateTable("intent")
      .set({ look_at: atMs + LATE_LOOKS_MS[0] })
      .where("ext_id", "=", job.ext_id)
      .where("unclear_sends", ">", 0)
      .execute();
  }
  await addEvent(db, { atMs, jobId: job.id, ...event, from: job.state, to, worker: job.lease_owner });
  noteMove(db, { job, to, atMs, event });
}

/** Jobs that change together, see `changeState`. */
interface SharedMove extends Omit<Move, "event" | "set"> {
  readonly eventOf: (job: JobRow) => EventFacts;
  readonly set?: Omit<SharedChange, "state" | "updated_at">;
}

/** Moves jobs that were read in this transaction to a state that is no end, all in one statement. In the order of their ids. */
export const moveJobs = (
  db: Db,
  jobs: readonly JobRow[],
  move: SharedMove & { readonly to: Exclude<JobState, EndState> },
): Promise<readonly JobRow[]> => changeStates(db, jobs, move);

/** The same to any state, for jobs without an intent. */
export async function changeStates(
  db: Db,
  jobs: readonly JobRow[],
  { to, atMs, eventOf, set }: SharedMove,
): Promise<readonly JobRow[]> {
  for (const job of jobs) requireMove(job, to);
  const moved = await updateJobs(db, jobs, { ...AT_REST, ...set, state: to, updated_at: atMs });
  for (const job of jobs) {
    const event = eventOf(job);
    await addEvent(db, {
      atMs,
      jobId: job.id,
      ...event,
      from: job.state,
      to,
      worker: job.lease_owner,
    });
    noteMove(db, { job, to, atMs, event });
  }
  return moved;
}
