import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import { createWakeableSleep } from "../context/wakeable-sleep.ts";
import type { JobState } from "../store/job-state.ts";
import type { EventRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import type { EventFacts } from "./event-data.ts";

interface EventFrame {
  readonly seq: number;
  readonly atMs: number;
  readonly jobId?: string;
  readonly from?: JobState;
  readonly to?: JobState;
  /** Process whose step it was; absent for what a person did. */
  readonly worker?: string;
}

/** Something that happened to a job, or to the store when there is no job. Never changed. `kind` decides what `data` holds. */
export type EngineEvent = EventFrame & EventFacts;

export interface EventQuery {
  /** Only later ones. Default: from the start. */
  readonly afterSeq?: number;
  readonly jobId?: string;
  /** Ends the feed. Without it the feed ends when there are no more events now. */
  readonly signal?: AbortSignal;
}

export const EVENT_QUERY_NAMES: KeysOf<EventQuery> = {
  afterSeq: true,
  jobId: true,
  signal: true,
};

const PAGE = 500;

/** Events in order, of every process; with a signal, new ones as they come. */
export async function* readEvents(
  { store, clock, pollMs }: { store: Store; clock: Clock; pollMs: number },
  { afterSeq = 0, jobId, signal }: EventQuery,
): AsyncGenerator<EngineEvent> {
  const sleeper = createWakeableSleep(clock);
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
    await sleeper.sleep(pollMs, signal);
  }
}

export function toEvent(row: EventRow): EngineEvent {
  const { worker, ...data } = JSON.parse(row.data_json) as Readonly<Record<string, unknown>>;
  return {
    seq: row.seq,
    atMs: row.at,
    ...(row.job_id === null ? {} : { jobId: row.job_id }),
    ...(row.from_state === null ? {} : { from: row.from_state }),
    ...(row.to_state === null ? {} : { to: row.to_state }),
    ...(typeof worker === "string" ? { worker } : {}),
    // Both were written by `eventRow`, which takes them as a pair only.
    ...({ kind: row.kind, data } as EventFacts),
  };
}
