import type { Engine, RunOptions } from "@klingkit/engine";
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
  for (const batchId of await batchesOf(engine, call)) await engine.resume({ batchId });
}

async function batchesOf(engine: Engine, { jobIds }: BoughtCall): Promise<readonly string[]> {
  const jobs = await engine.jobs({ ids: jobIds, limit: jobIds.length });
  return [...new Set(jobs.map(({ batchId }) => batchId))];
}

/** Processes the jobs of a call; those that were retried are in batches of their own. */
export async function processCall(engine: Engine, call: BoughtCall, options: WaitOptions): Promise<void> {
  await processBatches(engine, await batchesOf(engine, call), options);
}

/**
 * Processes the jobs of some batches until they are at rest, the time is up or the caller no longer waits. What is being sent or
 * downloaded at that moment is finished in the background, and every job can be continued.
 */
async function processBatches(
  engine: Engine,
  batches: readonly string[],
  { until, timeoutMs, signal }: WaitOptions,
): Promise<void> {
  const run = Promise.all(
    batches.map((batchId) =>
      engine.run({
        batchId,
        ...(until === undefined ? {} : { until }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(signal ? { signal } : {}),
      }),
    ),
  );
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
