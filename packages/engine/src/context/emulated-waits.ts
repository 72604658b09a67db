import { DEFAULT_SLOT_SETTINGS, type SlotSettings } from "./slot-settings.ts";
import { DEFAULT_TIMING, type EngineTiming } from "./timing.ts";

/** A look at the store more often than this costs more than it brings. In ms. */
const MIN_POLL_MS = 25;

/** Waits that follow the pace of the service: at an emulator that is `timeScale` times faster they are as much shorter. */
export function emulatedWaits(timeScale: number): {
  readonly timing: Partial<EngineTiming>;
  readonly slots: Partial<SlotSettings>;
} {
  if (timeScale <= 1) return { timing: {}, slots: {} };
  const { pollMs, readSlackMs } = DEFAULT_TIMING;
  const { probeFirstMs, probeSteadyMs, probeMaxMs, growFirstMs, growMaxMs } = DEFAULT_SLOT_SETTINGS;
  const scaled = (ms: number, minMs = 1) => Math.max(minMs, Math.round(ms / timeScale));
  return {
    timing: { pollMs: scaled(pollMs, MIN_POLL_MS), readSlackMs: scaled(readSlackMs) },
    slots: {
      probeFirstMs: scaled(probeFirstMs),
      probeSteadyMs: scaled(probeSteadyMs),
      probeMaxMs: scaled(probeMaxMs),
      growFirstMs: scaled(growFirstMs),
      growMaxMs: scaled(growMaxMs),
    },
  };
}
