import { roundUnits } from "@klingkit/spec/core";
import { type Account, isOnline, type Pack } from "./account.ts";
import type { Charge } from "./charge.ts";

/** An amount, and what it is paid with. */
export interface Cost {
  /** Which packs pay, such as `video` or `image`. */
  readonly unit: string;
  readonly units: number;
}

/** Units that the account can still promise; infinite without packs. */
export function availableUnits(account: Account, unit: string, nowMs: number): number {
  if (!account.packs) return Number.POSITIVE_INFINITY;
  const remaining = onlinePacks(account, unit, nowMs).reduce((sum, pack) => sum + pack.remainingUnits, 0);
  return roundUnits(remaining - (account.reservedUnits.get(unit) ?? 0));
}

/** Takes units from the packs, the one that expires first before the others; gives what was taken from each. */
export function deductUnits(account: Account, { unit, units }: Cost, nowMs: number): readonly Charge[] {
  if (!account.packs) return units > 0 ? [{ unit, units, atMs: nowMs }] : [];
  const charges: Charge[] = [];
  let rest = units;
  const packs = onlinePacks(account, unit, nowMs).sort((one, other) => one.expiresAtMs - other.expiresAtMs);
  for (const pack of packs) {
    const taken = Math.min(rest, pack.remainingUnits);
    if (taken === 0) continue;
    const { id, name, remainingUnits: unitsBefore } = pack;
    charges.push({ pack: { id, name }, unit, units: taken, unitsBefore, atMs: nowMs });
    pack.remainingUnits = roundUnits(pack.remainingUnits - taken);
    rest = roundUnits(rest - taken);
  }
  return charges;
}

/** Packs of a unit that are valid at this moment. */
export const onlinePacks = ({ packs = [] }: Account, unit: string, nowMs: number): Pack[] =>
  packs.filter((pack) => pack.unit === unit && isOnline(pack, nowMs));
