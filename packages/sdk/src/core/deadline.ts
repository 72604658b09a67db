/** Timers of all runtimes hold 31 bits; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Deadline {
  readonly signal: AbortSignal;
  isOver(): boolean;
  /**
   * Does the work unless the signal is aborted; settles with it, or rejects as soon as the signal is aborted: work may lose
   * the signal that it was given. What it does afterwards is ignored. Once per deadline.
   */
  hold<Result>(work: () => Promise<Result>): Promise<Result>;
  stop(): void;
}

/** Aborts after `timeoutMs` of real time or with the caller's signal; `stop` leaves nothing behind. */
export function startDeadline(timeoutMs: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  let isOver = false;
  let onEnd = (_: unknown) => {};
  const end = (reason: unknown) => {
    controller.abort(reason);
    onEnd(signal.reason);
  };
  const timer = setTimeout(
    () => {
      isOver = true;
      end(new Error(`no response within ${timeoutMs} ms`));
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  );
  const follow = () => end(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener("abort", follow, { once: true });
  return {
    signal,
    isOver: () => isOver,
    hold: (work) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        onEnd = reject;
        work().then(resolve, reject);
      }),
    stop: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}
