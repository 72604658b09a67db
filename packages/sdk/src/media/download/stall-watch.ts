import type { Clock } from "../../core/clock.ts";

/** The time over which a least speed must be reached: long enough for a network that falters. */
export const SPEED_WINDOW_MS = 120_000;

export interface StallWatch {
  /** Aborts when nothing arrived for too long, or too little for some minutes. */
  readonly signal: AbortSignal;
  /** Why it aborted: bytes came, but too few to wait for the rest. */
  isTooSlow(): boolean;
  /** Bytes arrived, or the wait for them begins. */
  touch(sizeBytes?: number): void;
  /** Time spent on our own disk does not count against the server. */
  pause(): void;
  stop(): void;
}

export interface StallLimits {
  readonly stallTimeoutMs: number;
  readonly minBytesPerSecond: number;
}

/** Watches a transfer with one timer at a time, however many chunks arrive. */
export function watchStall(clock: Clock, { stallTimeoutMs, minBytesPerSecond }: StallLimits): StallWatch {
  const stalled = new AbortController();
  const stopped = new AbortController();
  const leastBytes = (minBytesPerSecond * SPEED_WINDOW_MS) / 1000;
  let lastAtMs = clock.nowMs();
  let window = { startMs: lastAtMs, sizeBytes: 0 };
  let isPaused = false;
  let isTooSlow = false;

  function judgeSpeed(nowMs: number): void {
    if (nowMs - window.startMs < SPEED_WINDOW_MS) return;
    isTooSlow = window.sizeBytes < leastBytes;
    window = { startMs: nowMs, sizeBytes: 0 };
  }

  const watch = async () => {
    while (!stopped.signal.aborted) {
      const nowMs = clock.nowMs();
      const leftMs = isPaused ? stallTimeoutMs : lastAtMs + stallTimeoutMs - nowMs;
      if (leftMs <= 0) return stalled.abort(new Error(`no byte for ${stallTimeoutMs} ms`));
      if (!isPaused) judgeSpeed(nowMs);
      if (isTooSlow)
        return stalled.abort(new Error(`fewer than ${leastBytes} bytes in ${SPEED_WINDOW_MS} ms`));
      await clock.sleep(Math.min(leftMs, SPEED_WINDOW_MS), stopped.signal);
    }
  };
  watch().catch(() => {}); // The sleep rejects when the watch is stopped.
  return {
    signal: stalled.signal,
    isTooSlow: () => isTooSlow,
    touch(sizeBytes = 0) {
      lastAtMs = clock.nowMs();
      if (isPaused) window = { startMs: lastAtMs, sizeBytes: 0 };
      isPaused = false;
      window.sizeBytes += sizeBytes;
    },
    pause() {
      isPaused = true;
    },
    stop: () => stopped.abort(),
  };
}
