import type { Engine, RunOptions } from "@klingkit/engine";
import { dropUndefined } from "@klingkit/spec/core";
import type { BoughtCall } from "./bought-call.ts";
import {
  blockOf,
  type CallState,
  collectedOf,
  isBlocked,
  isOver,
  readCall,
  unfinishedOf,
} from "./read-call.ts";

export interface WaitOptions {
  readonly until?: RunOptions["until"];
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A new call is a new try: what an earlier one found stopped, such as an account without units, is asked for again. Videos that
 * are not on this disk, because another machine fetched them, are fetched again.
 */
export async function continueCall(engine: Engine, call: BoughtCall): Promise<void> {
  await engine.refetchGone(call.jobIds);
  await engine.resume({ jobIds: call.jobIds });
}

/**
 * Processes the jobs of a call until they are at rest, the time is up or the caller no longer waits. What is being sent or downloaded
 * at that moment is finished in the background, and every job can be continued.
 */
export async function processCall(
  engine: Engine,
  { jobIds }: BoughtCall,
  { until, timeoutMs, signal }: WaitOptions,
): Promise<void> {
  const run = engine.run({ jobIds, ...dropUndefined({ until, timeoutMs, signal }) });
  if (!signal) {
    await run;
    return;
  }
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) resolve();
  });
  try {
    await Promise.race([run, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    // A failure after the caller has gone is found by whoever continues the job.
    run.catch(() => {});
  }
}

/**
 * Processes a call to its end, or until a person must act where some of its videos are finished. Throws where it has no end yet
 * and the waiting is over.
 */
export async function processToEnd(
  engine: Engine,
  call: BoughtCall,
  patience: Omit<WaitOptions, "until">,
): Promise<CallState> {
  const { signal, timeoutMs } = patience;
  await continueCall(engine, call);
  await processCall(engine, call, { timeoutMs, signal });
  const state = await readCall(engine, call);
  if (isOver(state)) return state;
  if (signal?.aborted) throw abortedError(state, signal);
  const isStuck = isBlocked(state);
  // What was paid for and finished is delivered, and the caller learns of the others.
  if (isStuck && collectedOf(state).length > 0) return state;
  if (timeoutMs !== undefined && !isStuck)
    throw unfinishedOf(state, { code: "timeout", words: `The time-out of ${timeoutMs} ms has passed.` });
  throw blockedError(state);
}

export const abortedError = (state: CallState, { reason }: AbortSignal) =>
  unfinishedOf(state, { code: "aborted", words: "The call was aborted.", cause: reason });

export function blockedError(state: CallState) {
  const why = state.jobs.flatMap((job) => {
    const reason = blockOf(job);
    return reason === undefined ? [] : [reason];
  });
  const words = `The jobs cannot continue without a person: ${[...new Set(why)].join("; ").replace(/\.$/, "")}.`;
  return unfinishedOf(state, { code: "blocked", words });
}
