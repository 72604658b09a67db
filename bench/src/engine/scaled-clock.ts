import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "klingkit";

/** The clock of an emulator in another process that runs `scale` times faster than the machine's. */
export async function createScaledClock(baseUrl: string, scale: number): Promise<Clock> {
  const response = await fetch(`${baseUrl}/_emulator/now`);
  const { nowMs } = await response.json();
  const readAtMs = performance.now();
  return {
    nowMs: () => Math.floor(nowMs + (performance.now() - readAtMs) * scale),
    sleep: (ms, signal) => sleep(ms / scale, undefined, signal ? { signal } : {}),
  };
}
