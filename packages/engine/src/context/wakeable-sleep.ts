import type { Clock } from "klingkit";

/** A sleep that anybody can end. A ring while nobody sleeps ends the next sleep at once. */
export interface Doorbell {
  readonly ring: () => void;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createDoorbell(clock: Clock): Doorbell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!hasRung && !signal.aborted) {
        const controller = new AbortController();
        const stop = () => controller.abort();
        signal.addEventListener("abort", stop, { once: true });
        wake = stop;
        // The end of a sleep is all that matters, not how it came.
        await clock.sleep(ms, controller.signal).catch(() => undefined);
        wake = undefined;
        signal.removeEventListener("abort", stop);
      }
      hasRung = false;
    },
  };
}
