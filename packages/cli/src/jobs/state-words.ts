import { isFetching, type Job, type JobState, type StateFacts } from "@klingkit/engine";
import type { Style } from "../terminal/style.ts";

/** Cells of the longest word of a state. */
export const STATE_WIDTH = 9;

/** Where the file of a job that has none yet comes from; empty where nobody need do anything. */
export const fetchHint = (job: StateFacts, nowMs: number): string =>
  job.state === "succeeded" && !isFetching(job, nowMs) ? "not downloaded yet: kling resume" : "";

const FAILED_STATES: readonly JobState[] = ["failed", "rejected", "expired", "unknown"];

/** Whether a job ended without what was asked for, or needs a person. */
export const isFailed = ({ state, waitsFor }: Pick<Job, "state" | "waitsFor">): boolean =>
  FAILED_STATES.includes(state) || waitsFor === "pool" || waitsFor === "budget" || waitsFor === "link";

/** Paints the word of a state, or a text that holds it. */
export function paintState(style: Style, job: Pick<Job, "state" | "waitsFor">, text: string): string {
  switch (job.state) {
    case "collected":
      return style.good(text);
    case "running":
    case "submitting":
    case "succeeded":
      return style.accent(text);
    case "failed":
    case "rejected":
    case "expired":
      return style.bad(text);
    case "unknown":
      return style.warn(text);
    default:
      return job.waitsFor === "pool" || job.waitsFor === "budget" ? style.warn(text) : style.dim(text);
  }
}
