import {
  isFetching,
  type Job,
  type JobQuery,
  type JobState,
  type StateFacts,
  stateWord,
} from "@klingkit/engine";
import type { Style } from "../terminal/style.ts";

/** Cells of the longest word of a state. */
export const STATE_WIDTH = 9;

/** Where the file of a job that has none yet comes from; empty where nobody need do anything. */
export const fetchHint = (job: StateFacts, nowMs: number): string =>
  job.state === "succeeded" && !isFetching(job, nowMs) ? "not downloaded yet: kling resume" : "";

/** The word for a state that a job has just come to: what the service has made is downloaded at once. */
export const newStateWord = (job: StateFacts): string =>
  stateWord({ ...job, claimedUntilMs: Number.POSITIVE_INFINITY });

const ENDED_STATES: readonly JobState[] = ["failed", "rejected", "expired"];

/** Jobs that ended without what was asked for, or need a person. */
export const FAILED = {
  states: [...ENDED_STATES, "unknown"],
  waiting: ["pool", "budget", "link"],
} as const satisfies JobQuery;

const FAILED_STATES: readonly JobState[] = FAILED.states;
const FAILED_WAITS: readonly Job["waitsFor"][] = FAILED.waiting;

/** Whether a job ended without what was asked for, or needs a person. */
export const isFailed = ({ state, waitsFor }: Pick<Job, "state" | "waitsFor">): boolean =>
  FAILED_STATES.includes(state) || (waitsFor !== undefined && FAILED_WAITS.includes(waitsFor));

/** Whether a later job that brings the result leaves nothing to do: one that may be bought already, or still waits, stays with a person. */
export const isReplaceable = ({ state }: Pick<Job, "state">): boolean => ENDED_STATES.includes(state);

/** Whether a job needs a process that works on it to come nearer to its end. Its file is a matter of its own. */
export const isOnItsWay = ({ state }: Pick<Job, "state">): boolean =>
  state === "approved" || state === "submitting" || state === "running";

/** Whether an open job comes nearer to its end by time or the service, without a person. */
export const movesAlone = ({ waitsFor }: Pick<Job, "waitsFor">): boolean =>
  waitsFor === undefined || waitsFor === "slot" || waitsFor === "parent";

/** Colour of the word of a state, on the terminal and on pages. */
export type StateTone = "good" | "accent" | "bad" | "warn" | "dim";

export function toneOf({ state, waitsFor }: Pick<Job, "state" | "waitsFor">): StateTone {
  switch (state) {
    case "collected":
      return "good";
    case "running":
    case "submitting":
    case "succeeded":
      return "accent";
    case "failed":
    case "rejected":
    case "expired":
      return "bad";
    case "unknown":
      return "warn";
    default:
      return waitsFor === "pool" || waitsFor === "budget" ? "warn" : "dim";
  }
}

/** Paints the word of a state, or a text that holds it. */
export const paintState = (style: Style, job: Pick<Job, "state" | "waitsFor">, text: string): string =>
  style[toneOf(job)](text);
