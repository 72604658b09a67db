import type { Deps } from "../deps.ts";

const PROBE_TIMEOUT_MS = 2000;

/** True for addresses of this machine: 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * True when an emulator of this machine answers there. Sends no credentials, and asks no other machine:
 * everything else counts as the real service, which is billed.
 */
export async function isEmulator(
  { fetch, signal }: Pick<Deps, "fetch" | "signal">,
  baseUrl: string,
): Promise<boolean> {
  if (!isLoopback(baseUrl)) return false;
  try {
    const response = await fetch(`${baseUrl}/_emulator/info`, {
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
    });
    const info: unknown = JSON.parse(await response.text());
    return response.status === 200 && typeof info === "object" && info !== null && "nowMs" in info;
  } catch (error) {
    if (signal.aborted) throw error;
    // Nobody there, or something else: not an emulator.
    return false;
  }
}

/** How many times faster than the service an emulator runs; 1 when it does not tell. */
export async function readEmulatorSpeed(
  { fetch, signal }: Pick<Deps, "fetch" | "signal">,
  baseUrl: string,
): Promise<number> {
  const response = await fetch(`${baseUrl}/_emulator/info`, {
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
  });
  const info: unknown = JSON.parse(await response.text());
  const clock = typeof info === "object" && info !== null && "clock" in info ? info.clock : undefined;
  const isScaled = typeof clock === "object" && clock !== null && "scale" in clock;
  return isScaled && typeof clock.scale === "number" && clock.scale > 0 ? clock.scale : 1;
}
