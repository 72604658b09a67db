import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";

const PROBE_TIMEOUT_MS = 2000;

/** True for addresses of this machine: 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What an emulator tells of itself. */
export interface FoundEmulator {
  /** How many times faster than the service it runs; 1 when it does not tell. */
  readonly speed: number;
  /** Its time, which may be far from this machine's; Unix ms. */
  readonly nowMs: number;
}

type Asker = Pick<Deps, "fetch" | "signal">;

/** The pauses between tries: an emulator that restarts is back by then. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000] as const;

/**
 * The emulator of this machine that answers there, or undefined. Sends no credentials, and asks no other machine:
 * everything else counts as the real service, which is billed. An address of this machine where nothing answers counts as
 * neither: the emulator may only be restarting. Throws `connection_error` then.
 */
export async function findEmulator(
  deps: Asker & Pick<Deps, "clock">,
  baseUrl: string,
): Promise<FoundEmulator | undefined> {
  if (!isLoopback(baseUrl)) return undefined;
  for (const pauseMs of PAUSES_MS) {
    try {
      return await ask(deps, baseUrl);
    } catch (error) {
      if (deps.signal.aborted) throw error;
      await deps.clock.sleep(pauseMs, deps.signal);
    }
  }
  try {
    return await ask(deps, baseUrl);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    throw silentError(baseUrl, error);
  }
}

/** The same for a look that decides nothing: asks once, and no answer is no emulator. */
export async function lookForEmulator(deps: Asker, baseUrl: string): Promise<FoundEmulator | undefined> {
  if (!isLoopback(baseUrl)) return undefined;
  try {
    return await ask(deps, baseUrl);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    return undefined;
  }
}

export const isEmulator = async (deps: Asker, baseUrl: string): Promise<boolean> =>
  (await lookForEmulator(deps, baseUrl)) !== undefined;

/** Undefined for something else that answers. Rejects where nothing does, or only with an error of its own. */
async function ask({ fetch, signal }: Asker, baseUrl: string): Promise<FoundEmulator | undefined> {
  const response = await fetch(`${baseUrl}/_emulator/info`, {
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
  });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
  const info = parsed(text);
  if (response.status !== 200 || !isRecord(info) || typeof info["nowMs"] !== "number") return undefined;
  const { clock, nowMs } = info;
  const scale = isRecord(clock) ? clock["scale"] : undefined;
  return { speed: typeof scale === "number" && scale > 0 ? scale : 1, nowMs };
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

function silentError(baseUrl: string, cause: unknown): CliError {
  const message = `Nothing answers at ${baseUrl} (${reasonOf(cause)}), so klingkit cannot verify whether an emulator or the billed service is there. Nothing was sent. Start it, for an emulator with \`kling emulator\`, or correct the base URL.`;
  return new CliError({ code: "connection_error", message, cause });
}

/** `fetch failed` has the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return isRecord(cause) && typeof cause["code"] === "string" ? cause["code"] : error.message;
}
