import type { JobState } from "../store/job-state.ts";

/** The only place that names transitions. Everything else asks `canMove`. */
const TRANSITIONS: Readonly<Record<JobState, readonly JobState[]>> = {
  planned: ["approved", "canceled"],
  /** `rejected`: a medium is gone or the payload is no longer the approved one; nothing was sent. */
  approved: ["submitting", "rejected", "canceled"],
  /** `submitting` again: surely absent, so the same key is sent once more. `approved`: a clear refusal that may pass later. */
  submitting: ["running", "submitting", "approved", "rejected", "unknown"],
  /** `canceled`: taken back while the task waited at the service, which charges nothing for it. */
  running: ["succeeded", "failed", "expired", "canceled"],
  /** `succeeded` again: the file is gone from the disk and is to be fetched once more. `expired`: a library entry was deleted at the service. */
  collected: ["succeeded", "expired"],
  /** `failed`: the service took its word back before the file was fetched. */
  succeeded: ["collected", "failed", "expired"],
  /** `running` by adoption, `rejected` by a person who knows that nothing was bought. */
  unknown: ["running", "rejected"],
  /** A create that was taken for lost has arrived after all: its task is found by the key, which is looked up later. */
  rejected: ["running"],
  canceled: ["running"],
  failed: [],
  expired: [],
};

export function canMove(from: JobState, to: JobState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Where a state can lead. */
export function nextStates(from: JobState): readonly JobState[] {
  return TRANSITIONS[from];
}

/** States that need nothing more from the engine; `unknown` waits for a person. */
export const REST_STATES: readonly JobState[] = [
  "collected",
  "rejected",
  "failed",
  "unknown",
  "canceled",
  "expired",
];

/** Ends without a task, after which the key is looked up once more where a send was unclear: its create may arrive late. */
export const LATE_STATES: readonly JobState[] = ["canceled", "rejected", "unknown"];

/** States in which a job has a next step, in the order in which they are served. */
export const WORK_STATES = [
  "submitting",
  "running",
  "succeeded",
  "approved",
] as const satisfies readonly JobState[];
export type WorkState = (typeof WORK_STATES)[number];

/** Ends after which there will be no result. */
export type BadEnd = Extract<EndState, "failed" | "rejected" | "canceled" | "expired">;
export const BAD_ENDS: readonly JobState[] = [
  "failed",
  "rejected",
  "canceled",
  "expired",
] satisfies readonly BadEnd[];
export const isEndedBadly = (state: JobState): state is BadEnd => BAD_ENDS.includes(state);

/** States in which a purchase ends, one way or another. Only `endJob` moves a job there. */
export type EndState = Extract<
  JobState,
  "succeeded" | "failed" | "rejected" | "unknown" | "canceled" | "expired"
>;
