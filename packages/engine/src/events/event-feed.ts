import type { Clock } from "klingkit";
import { createDoorbell } from "../dispatch/doorbell.ts";
import type { JobState } from "../state/job-state.ts";
import type { EventRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";

/** Something that happened to a job, or to the store when there is no job. Never changed. */
export interface EngineEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly jobId?: string;
  /** `job-planned`, `job-approved`, `job-submitting`, `job-accepted`, `job-status`, `job-collected`, … */
  readonly kind: string;
  readonly from?: JobState;
  readonly to?: JobState;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventQuery {
  /** Only later ones. Default: from the start. */
  readonly afterSeq?: number;
  readonly jobId?: string;
  /** Ends the feed. Without it the feed ends when there are no more events now. */
  readonly signal?: AbortSignal;
}

const PAGE = 500;

/** Events in order, of every process; with a signal, new ones as they come. */
export async function* readEvents(
  { store, clock, pollMs }: { store: Store; clock: Clock; pollMs: number },
  { afterSeq = 0, jobId, signal }: EventQuery,
): AsyncGenerator<EngineEvent> {
  const bell = createDoorbell(clock);
  let last = afterSeq;
  while (!signal?.aborted) {
    let query = store.reader
      .selectFrom("event")
      .selectAll()
      .where("seq", ">", last)
      .orderBy("seq")
      .limit(PAGE);
    if (jobId !== undefined) query = query.where("job_id", "=", jobId);
    const rows = await query.execute();
    for (const row of rows) {
      last = row.seq;
      yield toEvent(row);
    }
    if (rows.length === PAGE) continue;
    if (!signal) return;
    await bell.wait(pollMs, signal);
  }
}

export function toEvent(row: EventRow): EngineEvent {
  return {
    seq: row.seq,
    atMs: row.at,
    kind: row.kind,
    ...(row.job_id === null ? {} : { jobId: row.job_id }),
    ...(row.from_state === null ? {} : { from: row.from_state }),
    ...(row.to_state === null ? {} : { to: row.to_state }),
    // Written by `eventRow`.
    data: JSON.parse(row.data_json) as Readonly<Record<string, unknown>>,
  };
}
