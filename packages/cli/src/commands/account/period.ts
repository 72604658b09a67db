import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { lookForEmulator } from "../../session/emulator-probe.ts";

export const DAY_MS = 86_400_000;
const MAX_DAYS = 365;

/** Unix ms. */
export interface Period {
  readonly startTimeMs: number;
  readonly endTimeMs: number;
}

/** The last days until now. Throws `invalid_days`. */
export function lastDays(text: string, nowMs: number): Period {
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_DAYS)
    throw usageError("invalid_days", `--days: '${text}' is not a whole number from 1 to ${MAX_DAYS}.`);
  return { startTimeMs: nowMs - days * DAY_MS, endTimeMs: nowMs };
}

/** The clock of an emulator may be days ahead; that of the service is ours. Unix ms. */
export const serviceNowMs = async (deps: Deps, baseUrl: string): Promise<number> =>
  (await lookForEmulator(deps, baseUrl))?.nowMs ?? deps.clock.nowMs();
