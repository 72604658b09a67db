import { JOB_STATES, type Job, type JobState } from "@klingkit/engine";
import type { Style } from "../terminal/style.ts";

/** What people read for a state. */
const WORDS: Readonly<Record<JobState, string>> = {
  planned: "planned",
  approved: "waiting",
  submitting: "sending",
  running: "running",
  succeeded: "made",
  collected: "done",
  rejected: "rejected",
  failed: "failed",
  unknown: "unknown",
  canceled: "canceled",
  expired: "expired",
};

/** A made video, while a process downloads it. */
const FETCHING = "fetching";

/** Words of jobs that wait for a person, by what they wait for. */
const WAITING_WORDS = { pool: "stopped", budget: "no budget" } as const;

/** What `--state` may name: every word that is shown, and the states' own names. */
export interface StateFilter {
  readonly states?: readonly JobState[];
  readonly waiting?: readonly (keyof typeof WAITING_WORDS)[];
}

/** Words of `--state`, in the order in which a job passes through them. */
export const STATE_WORDS: readonly string[] = [
  ...Object.values(WORDS).flatMap((word) => (word === WORDS.succeeded ? [word, FETCHING] : [word])),
  ...Object.values(WAITING_WORDS),
];

/** Reads shown words and names of states, such as `done,running`; undefined with the first word that is neither. */
export function readStateWords(words: readonly string[]): StateFilter | { readonly unknown: string } {
  const states = new Set<JobState>();
  const waiting = new Set<keyof typeof WAITING_WORDS>();
  for (const word of words) {
    const asked = word.trim().toLowerCase().replaceAll("-", " ");
    const reason = WAITING_REASONS.find((known) => WAITING_WORDS[known] === asked);
    const state =
      asked === FETCHING
        ? "succeeded"
        : JOB_STATES.find((known) => known === asked || WORDS[known] === asked);
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

/** What a word is chosen by. */
export type StateFacts = Pick<Job, "state" | "waitsFor" | "claimedUntilMs">;

/** `nowMs` tells a process that works on the job from one that died; default: every one counts. */
export function stateWord(job: StateFacts, nowMs = 0): string {
  const { state, waitsFor } = job;
  const isHeld = state === "approved" && (waitsFor === "pool" || waitsFor === "budget");
  if (isHeld) return WAITING_WORDS[waitsFor];
  return isFetched(job, nowMs) ? FETCHING : WORDS[state];
}

/** Whether a process downloads it now. */
export const isFetched = ({ state, claimedUntilMs = 0 }: StateFacts, nowMs: number): boolean =>
  state === "succeeded" && claimedUntilMs > nowMs;

/** Where the file of a job that has none yet comes from; empty where nobody need do anything. */
export const fetchHint = (job: StateFacts, nowMs: number): string =>
  job.state === "succeeded" && !isFetched(job, nowMs) ? "not downloaded yet: kling resume" : "";

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
