import { type Plan, totalsByUnit } from "@klingkit/engine";
import { amountText, type Unit } from "@klingkit/spec";
import { usageError } from "../errors/cli-error.ts";
import { countOf } from "../terminal/count-of.ts";
import { anyAmountText } from "./amount-text.ts";

/** The most of each unit of a plan that may be bought; null for any amount, also of unknown prices. */
export type UnitCeilings = Readonly<Partial<Record<Unit, number | null>>>;

const AMOUNT = /^\d*\.?\d+$/;

type Totaled = Pick<Plan, "totals">;

const unitsOf = ({ totals }: Totaled): readonly Unit[] =>
  totalsByUnit(totals).map(({ unit = "video" }) => unit);

/**
 * Reads `--max-units`: `12` for the plan's first unit, `usd=1.50` for another, both as `12,usd=1.50`; `any` for all of them.
 * Default: the most that the plan can cost. Throws a usage error for what is no amount, and for units that the plan is not paid in.
 */
export function readMaxUnits(text: string | undefined, plan: Totaled): UnitCeilings {
  const { totals } = plan;
  const parts = text === undefined ? [] : text.split(",").map((part) => part.trim());
  const isAny = parts.includes("any");
  const ceilings: Partial<Record<Unit, number | null>> = {};
  for (const { unit = "video", units } of totalsByUnit(totals)) ceilings[unit] = isAny ? null : units;
  for (const part of parts.filter((each) => each !== "any")) {
    const [amount = "", name = totals.unit ?? "video"] = part.split("=").toReversed();
    const unit = unitsOf(plan).find((known) => known === name);
    if (unit === undefined)
      throw usageError(
        "usage_error",
        `--max-units ${part}: the plan is paid in ${unitsOf(plan).join(" and ")}, not in ${name}.`,
      );
    ceilings[unit] = amountOf(amount, part);
  }
  return ceilings;
}

/** Refuses what is no amount of any unit, also where no approval is needed: a slip must not pass unseen. */
export function checkMaxUnits(text: string | undefined): void {
  for (const part of text?.split(",") ?? []) amountOf(part.trim().split("=").at(-1) ?? "", part.trim());
}

function amountOf(text: string, part: string): number | null {
  if (text === "any") return null;
  if (AMOUNT.test(text)) return Number(text);
  throw usageError(
    "usage_error",
    `--max-units: '${part}' is not an amount. Use a number of units such as 12, an amount such as usd=1.50, or any.`,
  );
}

/** Why the plan would break its ceilings; undefined when all hold. */
export function findTooLow({ totals }: Totaled, ceilings: UnitCeilings): string | undefined {
  const all = totalsByUnit(totals);
  const limited = all.flatMap(({ unit = "video", ...total }) => {
    const ceiling = ceilings[unit] ?? null;
    return ceiling === null ? [] : [{ ...total, unit, ceiling }];
  });
  const low = limited.find(({ ceiling, units }) => ceiling < units);
  if (low) return `--max-units ${low.ceiling}: the plan needs ${amountText(low.units, low.unit)}`;
  const unpriced = limited.reduce((sum, { unpricedJobs }) => sum + unpricedJobs, 0);
  if (unpriced === 0) return undefined;
  // Of the whole plan, whatever its requests are paid in.
  const jobs = countOf(
    all.reduce((sum, total) => sum + total.jobs, 0),
    "job",
  );
  return `${unpriced} of ${jobs} ${unpriced === 1 ? "has" : "have"} no known price; accept that with --max-units any`;
}

/** `12 units and US$ 1.50`. */
export const ceilingsText = (plan: Totaled, ceilings: UnitCeilings): string =>
  unitsOf(plan)
    .map((unit) => {
      const most = ceilings[unit] ?? null;
      return most === null ? anyAmountText(unit) : amountText(most, unit);
    })
    .join(" and ");
