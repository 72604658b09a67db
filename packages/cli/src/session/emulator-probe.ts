import { askEmulator, type FoundEmulator, findEmulator as findOn, isLoopback } from "@klingkit/engine/jobs";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";

type Asker = Pick<Deps, "fetch" | "signal">;

/** Between tries. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000] as const;

/** Throws `connection_error` where nothing answers at an address of this machine: the emulator may only be restarting. */
export async function findEmulator(
  deps: Asker & Pick<Deps, "clock">,
  baseUrl: string,
): Promise<FoundEmulator | undefined> {
  try {
    return await findOn({ ...deps, pausesMs: PAUSES_MS }, baseUrl);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    throw silentError(baseUrl, error);
  }
}

/**
 * Whether an emulator is there: it decides whose purchases count. Asks once, and an address of this machine only. Throws
 * `connection_error` where nothing answers.
 */
export async function verifyEmulator(deps: Asker, baseUrl: string): Promise<boolean> {
  if (!isLoopback(baseUrl)) return false;
  try {
    return (await askEmulator(deps, baseUrl)) !== undefined;
  } catch (error) {
    if (deps.signal.aborted) throw error;
    throw silentError(baseUrl, error);
  }
}

/** The same for a look that decides nothing: asks once, and no answer is no emulator. */
export async function lookForEmulator(deps: Asker, baseUrl: string): Promise<FoundEmulator | undefined> {
  if (!isLoopback(baseUrl)) return undefined;
  try {
    return await askEmulator(deps, baseUrl);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    return undefined;
  }
}

export const isEmulator = async (deps: Asker, baseUrl: string): Promise<boolean> =>
  (await lookForEmulator(deps, baseUrl)) !== undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function silentError(baseUrl: string, cause: unknown): CliError {
  const message = `There is no response from ${baseUrl} (${reasonOf(cause)}), so klingkit cannot verify whether an emulator or the billed service is there. Nothing was sent. Start it, for an emulator with \`kling emulator\`, or correct the base URL.`;
  const details = { may_have_charged: "no" };
  return new CliError({ code: "connection_error", message, details, cause });
}

/** `fetch failed` has the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return isRecord(cause) && typeof cause["code"] === "string" ? cause["code"] : error.message;
}
