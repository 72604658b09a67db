import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "klingkit";

/** The database's clock, carried on by the machine's own between two readings. */
export interface ServerClock extends Clock {
  /** Takes a reading that has just come, in Unix ms. */
  set(serverMs: number): void;
}

/** Machines that share a store agree on leases and deadlines only by one clock. */
export function createServerClock(): ServerClock {
  let wallAheadMs = 0;
  let steadyAheadMs = Number.NEGATIVE_INFINITY;
  return {
    set(serverMs) {
      wallAheadMs = serverMs - Date.now();
      steadyAheadMs = serverMs - performance.now();
    },
    // The steady clock stands still while the machine sleeps, the other one can be set back:
    // the later of both never lets a create leave after its deadline.
    nowMs: () => Math.round(Math.max(Date.now() + wallAheadMs, performance.now() + steadyAheadMs)),
    sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
  };
}
