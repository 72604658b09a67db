import type { KeysOf } from "@klingkit/spec/core";
import { type EngineContexts, withParts } from "../context/engine-contexts.ts";
import { newOwner } from "../context/new-owner.ts";
import type { Scope } from "../dispatch/dispatcher.ts";
import { createPollDispatcher } from "../dispatch/poll-dispatcher.ts";
import { advance } from "./advance.ts";
import { findScope, type WhichJobs } from "./find-scope.ts";

/** Slots, limits and budget stay shared with all jobs, whichever are carried. */
export interface RunOptions extends WhichJobs {
  /** Ends the run in order: steps under way are finished first, and everything stays resumable. */
  readonly signal?: AbortSignal;
  /**
   * How far the jobs are carried: until the service has taken them, until their tasks ended there, or until the files
   * are on disk; `abort` goes on with whatever comes. `watch` goes on, too, but only reads tasks that are under way: it sends no
   * create and fetches no file. Default `rest`.
   */
  readonly until?: "accepted" | "ended" | "rest" | "abort" | "watch";
  /** Ends then, whatever is left; a download that has begun is finished. Default: none. */
  readonly timeoutMs?: number;
  /**
   * With a batch or jobs: whether the end waits for creates that have no response yet, as that of a run of the whole account does. Default
   * false: their keys are on record, and whoever continues looks them up.
   */
  readonly awaitsResponses?: boolean;
}

export const RUN_NAMES: KeysOf<RunOptions> = {
  signal: true,
  batchId: true,
  jobIds: true,
  until: true,
  timeoutMs: true,
  awaitsResponses: true,
};

/** States that are served until there. */
const STATES_UNTIL = {
  accepted: ["submitting", "approved"],
  ended: ["submitting", "running", "approved"],
  rest: undefined,
  abort: undefined,
  watch: ["running"],
} as const satisfies Readonly<Record<NonNullable<RunOptions["until"]>, Scope["states"]>>;

export const isScoped = ({ batchId, jobIds, until, timeoutMs }: RunOptions): boolean =>
  (batchId ?? jobIds ?? timeoutMs) !== undefined || STATES_UNTIL[until ?? "rest"] !== undefined;

/**
 * Carries some jobs some of the way, in a loop of its own. At its end it waits for no answer unless told to: a create whose answer is
 * still out has its key on record, and whoever goes on looks it up.
 */
export async function runScoped(
  contexts: EngineContexts,
  {
    signal = new AbortController().signal,
    until = "rest",
    timeoutMs,
    awaitsResponses = false,
    ...which
  }: RunOptions,
): Promise<void> {
  const exchanges = awaitsResponses ? undefined : new AbortController();
  const own = withParts(contexts, {
    owner: newOwner(),
    ...(exchanges ? { interrupt: exchanges.signal } : {}),
  });
  const states = STATES_UNTIL[until];
  const scope = {
    ...(states === undefined ? {} : { states }),
    ...(await findScope(contexts[0].store.reader, which)),
  };
  await createPollDispatcher(own).run(advance, {
    signal,
    isUntilIdle: until !== "abort" && until !== "watch",
    scope,
    ...(exchanges ? { exchanges } : {}),
    ...(timeoutMs === undefined ? {} : { endAtMs: contexts[0].clock.nowMs() + timeoutMs }),
  });
}
