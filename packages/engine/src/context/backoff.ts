import type { EngineTiming } from "./timing.ts";
import { LONGEST_PAUSE_MS } from "./waits.ts";

/** Doubling pause with half of it random. The service may ask for a longer one, within reason. */
export function backoffMs(
  {
    timing,
    random,
  }: {
    readonly timing: Pick<EngineTiming, "backoffFirstMs" | "backoffMaxMs">;
    readonly random: () => number;
  },
  failures: number,
  retryAfterMs = 0,
): number {
  const full = Math.min(timing.backoffMaxMs, timing.backoffFirstMs * 2 ** Math.min(failures, 20));
  const ownMs = full / 2 + (full / 2) * random();
  return Math.round(retryAfterMs > ownMs ? Math.min(retryAfterMs, LONGEST_PAUSE_MS) : ownMs);
}
