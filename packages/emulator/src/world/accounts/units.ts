import { roundUnits } from "@klingkit/spec";
import { type Account, isOnline, type Pack } from "./account.ts";

/** Units that the account can still promise; infinite without packs. */
export function availableUnits(account: Account, nowMs: number): number {
  if (!account.packs) return Number.POSITIVE_INFINITY;
  const remaining = onlinePacks(account, nowMs).reduce((sum, pack) => sum + pack.remainingUnits, 0);
  return roundUnits(remaining - account.reservedUnits);
}

/** Takes units from the packs, the one that expires first before the others. */
export function deductUnits(account: Account, units: number, nowMs: number): void {
  let rest = units;
  const packs = onlinePacks(account, nowMs).sort((one, other) => one.expiresAtMs - other.expiresAtMs);
  for (const pack of packs) {
    const taken = Math.min(rest, pack.remainingUnits);
    pack.remainingUnits = roundUnits(pack.remainingUnits - taken);
    rest = roundUnits(rest - taken);
  }
}

/** Packs that are valid at this moment. */
export const onlinePacks = ({ packs = [] }: Account, nowMs: number): Pack[] =>
  packs.filter((pack) => isOnline(pack, nowMs));
