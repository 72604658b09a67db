import type { Clock } from "../../core/clock.ts";

export interface StallWatch {
  /** Aborts when nothing arrived for too long. */
  readonly signal: AbortSignal;
  /** Bytes arrived, or the wait for them begins. */
  touch(): void;
  /** Time spent on our own disk does not count against the server. */
  pause(): void;
  stop(): void;
}

/** Watches a transfer with one timer at a time, however many chunks arrive. */
export function watchStall(clock: Clock, stallTimeoutMs: number): StallWatch {
  const stalled = new AbortController();
  const stopped = new AbortController();
  let lastAtMs = clock.nowMs();
  let isPaused = false;
  const watch = async () => {
    while (!stopped.signal.aborted) {
      const leftMs = isPaused ? stallTimeoutMs : lastAtMs + stallTimeoutMs - clock.nowMs();
      if (leftMs <= 0) return stalled.abort(new Error(`no byte for ${stallTimeoutMs} ms`));
      await clock.sleep(leftMs, stopped.signal);
    }
  };
  watch().catch(() => {}); // The sleep rejects when the watch is stopped.
  return {
    signal: stalled.signal,
    touch() {
      isPaused = false;
      lastAtMs = clock.nowMs();
    },
    pause() {
      isPaused = true;
    },
    stop: () => stopped.abort(),
  };
}
