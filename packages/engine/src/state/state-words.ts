import { requireObject, requireText } from "@klingkit/spec/plain";
import { JOB_STATES, type JobState } from "../store/job-state.ts";
import type { Waiting } from "../store/schema.ts";

/** What people read for a state, in tables, on boards and on pages. Programs get the state itself. */
const WORDS: Readonly<Record<JobState, string>> = {
  planned: "planned",
  approved: "waiting",
  submitting: "sending",
  running: "running",
  succeeded: "not saved",
  collected: "done",
  rejected: "rejected",
  failed: "failed",
  unknown: "unknown",
  canceled: "canceled",
  expired: "expired",
};

/** A result that is not on the disk, while a process downloads it. */
const FETCHING = "fetching";

/** Words of earlier versions, which filters still take. */
const OLD_WORDS: Readonly<Record<string, JobState>> = { made: "succeeded" };

/** Words of jobs that wait for a person, by what they wait for. */
const WAITING_WORDS = { pool: "stopped", budget: "no budget" } as const;
const WAITING_REASONS = ["pool", "budget"] as const;

/** Every word that is shown, in the order in which a job passes through them. */
export const STATE_WORDS: readonly string[] = [
  ...Object.values(WORDS).flatMap((word) => (word === WORDS.succeeded ? [word, FETCHING] : [word])),
  ...Object.values(WAITING_WORDS),
];

/** What lists take for a state beside the words: jobs that need a person, as on the report page. */
export const NEEDS_YOU = "needs-you";

/** Whether a word of a filter asks for those, in any case. */
export const isNeedsYou = (word: string): boolean => {
  requireText("isNeedsYou", { word });
  return word.trim().toLowerCase().replaceAll(" ", "-") === NEEDS_YOU;
};

/** Which jobs words name; as `JobQuery` takes it. */
export interface StateFilter {
  readonly states?: readonly JobState[];
  readonly waiting?: readonly Waiting[];
}

/** Reads words that are shown and names of states, in any case; undefined with the first word that is neither. */
export function readStateWords(words: readonly string[]): StateFilter | { readonly unknown: string } {
  requireObject("readStateWords", { words });
  const states = new Set<JobState>();
  const waiting = new Set<Waiting>();
  for (const word of words) {
    const asked = word.trim().toLowerCase().replaceAll("-", " ");
    const reason = WAITING_REASONS.find((known) => WAITING_WORDS[known] === asked);
    const state =
      asked === FETCHING
        ? "succeeded"
        : (JOB_STATES.find((known) => known === asked || WORDS[known] === asked) ?? OLD_WORDS[asked]);
    if (reason) waiting.add(reason);
    else if (state) states.add(state);
    else return { unknown: word.trim() };
  }
  return {
    ...(states.size > 0 ? { states: [...states] } : {}),
    ...(waiting.size > 0 ? { waiting: [...waiting] } : {}),
  };
}

/** What of a job its word is chosen by. */
export interface StateFacts {
  readonly state: JobState;
  readonly waitsFor?: Waiting | undefined;
  /** Until when a process works on it. */
  readonly claimedUntilMs?: number | undefined;
}

/** The word for people. At `nowMs` a process that works on the job must still be alive for it to be shown; default: each counts. */
export function stateWord(job: StateFacts, nowMs = 0): string {
  requireObject("stateWord", { job });
  const { state, waitsFor } = job;
  const isHeld = state === "approved" && (waitsFor === "pool" || waitsFor === "budget");
  if (isHeld) return WAITING_WORDS[waitsFor];
  return isFetching(job, nowMs) ? FETCHING : WORDS[state];
}

/** Whether a process downloads it now. */
export const isFetching = (job: StateFacts, nowMs: number): boolean => {
  requireObject("isFetching", { job });
  const { state, claimedUntilMs = 0 } = job;
  return state === "succeeded" && claimedUntilMs > nowMs;
};
