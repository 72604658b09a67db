import type { Job, JobState } from "@klingkit/engine";
import type { Style } from "../terminal/style.ts";

/** What people read for a state. */
const WORDS: Readonly<Record<JobState, string>> = {
  planned: "planned",
  approved: "waiting",
  submitting: "sending",
  running: "running",
  succeeded: "fetching",
  collected: "done",
  rejected: "rejected",
  failed: "failed",
  unknown: "unknown",
  canceled: "canceled",
  expired: "expired",
};

export const STATE_WIDTH = 9;

export function stateWord({ state, waitsFor }: Pick<Job, "state" | "waitsFor">): string {
  if (state === "approved" && waitsFor === "pool") return "stopped";
  if (state === "approved" && waitsFor === "budget") return "no budget";
  return WORDS[state];
}

export function paintState(
  style: Style,
  job: Pick<Job, "state" | "waitsFor">,
  text = stateWord(job),
): string {
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
