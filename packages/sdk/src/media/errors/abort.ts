import { AbortError } from "../../core/errors/abort-error.ts";
import type { CallPhase } from "../../core/errors/call-phase.ts";
import { raceSignal } from "../../core/race-signal.ts";

/** @throws AbortError when the caller has aborted */
export function throwIfAborted(signal: AbortSignal | undefined, doing: string): void {
  if (signal?.aborted) throw createAbortError(signal, doing);
}

export function createAbortError(
  signal: AbortSignal | undefined,
  doing: string,
  { phase = "before-send", elapsedMs = 0 }: { phase?: CallPhase; elapsedMs?: number } = {},
): AbortError {
  return new AbortError({
    message: `Aborted by the caller while ${doing}.`,
    phase,
    elapsedMs,
    isRetryable: false,
    mayHaveCharged: "no",
    cause: signal?.reason,
  });
}

/**
 * Settles with the promise, or rejects as soon as the caller aborts; for waits that take no signal themselves.
 * A promise that is left behind may still reject: it always has a handler, or it would end the process.
 */
export async function orAbort<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  doing: string,
): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => {});
  throwIfAborted(signal, doing);
  try {
    return await raceSignal(promise, signal);
  } catch (error) {
    throw signal.aborted && error === signal.reason ? createAbortError(signal, doing) : error;
  }
}
