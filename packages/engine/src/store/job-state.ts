/** States of a job. What leads to what is in `state/transitions.ts`. @source docs/architecture.md */
export const JOB_STATES = [
  "planned",
  "approved",
  "submitting",
  "running",
  "succeeded",
  "collected",
  "rejected",
  "failed",
  "unknown",
  "canceled",
  "expired",
] as const;

export type JobState = (typeof JOB_STATES)[number];
