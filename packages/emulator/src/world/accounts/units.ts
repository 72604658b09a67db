import { DEFAULT_CONCURRENCY, roundUnits } from "@klingkit/spec";
import { type Account, isOnline } from "./account.ts";

/** Units that the account can still promise; infinite without packs. */
export function availableUnits(account: Account, nowMs: number): number {
  if (!account.packs) return Number.POSITIVE_INFINITY;
  const remaining = account.packs
    .filter((pack) => isOnline(pack, nowMs))
    .reduce((sum, pack) => sum + pack.remainingUnits, 0);
  return roundUnits(remaining - account.reservedUnits);
}

/** Takes units from the packs, the one that expires first before the others. */
export function deductUnits(account: Account, units: number, nowMs: number): void {
  let rest = units;
  const packs = (account.packs ?? [])
    .filter((pack) => isOnline(pack, nowMs))
    .sort((one, other) => one.expiresAtMs - other.expiresAtMs);
  for (const pack of packs) {
    const taken = Math.min(rest, pack.remainingUnits);
    pack.remainingUnits = roundUnits(pack.remainingUnits - taken);
    rest = roundUnits(rest - taken);
  }
}

/** In-flight tasks that are allowed per pool: the largest value of the active packs. @source OFF concurrency-rules */
export function concurrencyOf(account: Account, configured: number | undefined, nowMs: number): number {
  if (configured !== undefined) return configured;
  const values = (account.packs ?? [])
    .filter((pack) => isOnline(pack, nowMs))
    .map(({ concurrency }) => concurrency ?? DEFAULT_CONCURRENCY.trial);
  return values.length > 0 ? Math.max(...values) : DEFAULT_CONCURRENCY.trial;
}

/** `2.4`, `3`: decimal text without trailing zeros. @source LIVE 2026-09 */
export const formatUnits = (units: number): string => String(roundUnits(units));
