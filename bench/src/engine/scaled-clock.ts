import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "klingkit";

/** The clock of an emulator in another process that runs `scale` times faster than the machine's. */
export async function createScaledClock(baseUrl: string, scale: number): Promise<Clock> {
  // The first request loads half of Node and would set the clock late.
  await readNowMs(baseUrl);
  const askedAtMs = performance.now();
  const serviceMs = await readNowMs(baseUrl);
  const readAtMs = (askedAtMs + performance.now()) / 2;
  return {
    nowMs: () => Math.floor(serviceMs + (performance.now() - readAtMs) * scale),
    sleep: (ms, signal) => sleep(ms / scale, undefined, signal ? { signal } : {}),
  };
}

async function readNowMs(baseUrl: string): Promise<number> {
  const { nowMs } = await (await fetch(`${baseUrl}/_emulator/now`)).json();
  return nowMs;
}
