import { JOB_STATES, type Job, type JobState } from "@klingkit/engine";
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

/** Words of jobs that wait for a person, by what they wait for. */
const WAITING_WORDS = { pool: "stopped", budget: "no budget" } as const;

/** What `--state` may name: every word that is shown, and the states' own names. */
export interface StateFilter {
  readonly states?: readonly JobState[];
  readonly waiting?: readonly (keyof typeof WAITING_WORDS)[];
}

/** Words of `--state`, in the order in which a job passes through them. */
export const STATE_WORDS: readonly string[] = [...Object.values(WORDS), ...Object.values(WAITING_WORDS)];

/** Reads shown words and names of states, such as `done,running`; undefined with the first word that is neither. */
export function readStateWords(words: readonly string[]): StateFilter | { readonly unknown: string } {
  const states = new Set<JobState>();
  const waiting = new Set<keyof typeof WAITING_WORDS>();
  for (const word of words) {
    const asked = word.trim().toLowerCase().replaceAll("-", " ");
    const reason = WAITING_REASONS.find((known) => WAITING_WORDS[known] === asked);
    const state = JOB_STATES.find((known) => known === asked || WORDS[known] === asked);
    if (reason) waiting.add(reason);
    else if (state) states.add(state);
    else return { unknown: word };
  }
  return {
    ...(states.size > 0 ? { states: [...states] } : {}),
    ...(waiting.size > 0 ? { waiting: [...waiting] } : {}),
  };
}

const WAITING_REASONS = ["pool", "budget"] as const;

export const STATE_WIDTH = 9;

export function stateWord({ state, waitsFor }: Pick<Job, "state" | "waitsFor">): string {
  const isHeld = state === "approved" && (waitsFor === "pool" || waitsFor === "budget");
  return isHeld ? WAITING_WORDS[waitsFor] : WORDS[state];
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
