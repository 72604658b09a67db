import type { Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";

/** What may be committed of one unit. Absent: no limit of its own. */
export interface UnitLimits {
  readonly unitsPerRun?: number;
  /** Day by UTC. */
  readonly unitsPerDay?: number;
}

export const UNIT_LIMIT_NAMES: KeysOf<UnitLimits> = {
  unitsPerRun: true,
  unitsPerDay: true,
};

/** Units of the video pack that may be committed; those of others are in `perUnit`. Absent: no limit of its own. */
export interface SpendLimits extends UnitLimits {
  readonly perUnit?: Readonly<Partial<Record<Exclude<Unit, "video">, UnitLimits>>>;
  /** Per day, by model; any of its names stands for the model. */
  readonly unitsPerModel?: Readonly<Record<string, number>>;
}

export const LIMIT_NAMES: KeysOf<SpendLimits> = {
  ...UNIT_LIMIT_NAMES,
  perUnit: true,
  unitsPerModel: true,
};

/** Why a create would go beyond a limit. */
export interface BudgetRefusal {
  readonly kind: "budget_exceeded";
  readonly limit: "run" | "day" | "model";
  /** What the amounts count. Absent: units of the video pack. */
  readonly unit?: Unit;
  readonly limitUnits: number;
  /** Already reserved or settled. */
  readonly committedUnits: number;
  /** Of jobs that are approved and not sent, where they count; absent for none. */
  readonly unsentUnits?: number;
  /** The most that is wanted; null where its price is unknown, which no limit lets through. */
  readonly wantedUnits: number | null;
  readonly message: string;
}
