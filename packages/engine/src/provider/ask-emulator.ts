import type { Clock } from "klingkit";
import { createSystemClock } from "../clock/system-clock.ts";

const PROBE_TIMEOUT_MS = 2000;

/** True for addresses of this machine: 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What an emulator reports about itself. */
export interface FoundEmulator {
  /** How many times faster than the service it runs; 1 when it does not tell. */
  readonly speed: number;
  /** Its time, which may be far from this machine's; Unix ms. */
  readonly nowMs: number;
  /** Whether it has the task that was asked about; undefined when it does not tell. */
  readonly hasTask?: boolean;
}

interface Asker {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal;
  /** A task to ask about, of any account. */
  readonly taskId?: string;
}

/**
 * Asks whether an emulator answers at an address of this machine; sends no credentials. Undefined for something else that
 * answers. Rejects where nothing does, or only with an error of its own.
 */
export async function askEmulator(
  { fetch, signal, taskId }: Asker,
  baseUrl: string,
): Promise<FoundEmulator | undefined> {
  const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const query = taskId === undefined ? "" : `?task=${encodeURIComponent(taskId)}`;
  const response = await fetch(`${baseUrl}/_emulator/info${query}`, {
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
  const info = parsed(text);
  if (response.status !== 200 || !isRecord(info) || typeof info["nowMs"] !== "number") return undefined;
  const { clock, nowMs, hasTask } = info;
  const scale = isRecord(clock) ? clock["scale"] : undefined;
  const speed = typeof scale === "number" && scale > 0 ? scale : 1;
  return { speed, nowMs, ...(typeof hasTask === "boolean" ? { hasTask } : {}) };
}

interface Finder extends Asker {
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** The pauses between tries: an emulator that restarts is back by then. */
  readonly pausesMs: readonly number[];
}

/**
 * The emulator of this machine that answers there, or undefined. Sends no credentials, and asks no other machine: everything else
 * counts as the real service, which is billed. An address of this machine where nothing answers counts as neither: rejects after
 * the last try, or when the signal is aborted.
 */
export async function findEmulator(
  { clock = createSystemClock(), pausesMs, ...asker }: Finder,
  baseUrl: string,
): Promise<FoundEmulator | undefined> {
  if (!isLoopback(baseUrl)) return undefined;
  for (const pauseMs of pausesMs) {
    try {
      return await askEmulator(asker, baseUrl);
    } catch (error) {
      if (asker.signal?.aborted) throw error;
      await clock.sleep(pauseMs, asker.signal);
    }
  }
  return askEmulator(asker, baseUrl);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of something else.
    return undefined;
  }
}
