import { appendEvents } from "../store/append-only.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db } from "../store/schema.ts";
import type { EventFacts } from "./event-data.ts";

export type NewEvent = EventFacts & {
  readonly atMs: number;
  readonly jobId?: string;
  readonly from?: JobState;
  readonly to?: JobState;
  /** Process whose step it was; null or absent for what a person did. */
  readonly worker?: string | null;
};

export async function addEvent(db: Db, event: NewEvent): Promise<void> {
  await appendEvents(db, [eventRow(event)]);
}

export const eventRow = ({ atMs, jobId, kind, from, to, worker, data }: NewEvent) => ({
  at: atMs,
  job_id: jobId ?? null,
  kind,
  from_state: from ?? null,
  to_state: to ?? null,
  data_json: JSON.stringify({ ...data, ...(worker ? { worker } : {}) }),
});
