import type { Approval } from "@klingkit/engine";
import type { Unit } from "@klingkit/spec";

/** The most that an approval allows of one unit. */
export interface ApprovedLimit {
  readonly unit: Unit;
  /** Absent for any amount. */
  readonly maxUnits?: number;
}

/** One for each unit that the jobs of an approval are paid in; amounts of different units are never added. */
export const approvedLimits = ({ unit, maxUnits, others }: Approval): readonly ApprovedLimit[] =>
  [{ unit, maxUnits }, ...(others?.units ?? [])].map((limit) => ({
    unit: limit.unit,
    ...(limit.maxUnits === null ? {} : { maxUnits: limit.maxUnits }),
  }));
