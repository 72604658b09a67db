import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "klingkit";

/** The machine's clock. */
export function createSystemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
  };
}
