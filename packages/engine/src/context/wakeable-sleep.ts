import type { Clock } from "klingkit";

/** A sleep that anybody can end. A wake-up while nobody sleeps ends the next sleep at once. */
export interface WakeableSleep {
  readonly wake: () => void;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeableSleep(clock: Clock): WakeableSleep {
  let isAwake = false;
  let endSleep: (() => void) | undefined;
  return {
    wake() {
      isAwake = true;
      endSleep?.();
    },
    async sleep(ms, signal) {
      if (!isAwake && !signal.aborted) {
        const controller = new AbortController();
        const stop = () => controller.abort();
        signal.addEventListener("abort", stop, { once: true });
        endSleep = stop;
        // The end of a sleep is all that matters, not how it came.
        await clock.sleep(ms, controller.signal).catch(() => undefined);
        endSleep = undefined;
        signal.removeEventListener("abort", stop);
      }
      isAwake = false;
    },
  };
}
