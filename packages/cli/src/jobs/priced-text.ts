import { amountText, roundUnits, type Unit, usdNumber } from "@klingkit/spec";
import { listPriceOf } from "./list-price.ts";

/** `3 units (US$ 0.42)`; credits have no price in dollars that is known. */
function pricedText(amount: number, unit: Unit = "video"): string {
  const usd = listPriceOf(amount, unit);
  return unit === "usd" || usd === null
    ? amountText(amount, unit)
    : `${amountText(amount, unit)} (US$ ${usdNumber(usd)})`;
}

/** Amounts of different units are never added: `3 units (US$ 0.42) and US$ 0.70`. Units without an amount are left out. */
export const pricedTexts = (amounts: ReadonlyMap<Unit, number>): string =>
  [...amounts]
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => pricedText(amount, unit))
    .join(" and ");

interface Estimated {
  readonly unit: Unit;
  readonly estimateUnits?: number | undefined;
}

/** What jobs cost together, those without a known price counted: `3 units (US$ 0.42) and 1 of unknown price`. */
export function amountsText(jobs: readonly Estimated[]): string {
  const unpriced = jobs.filter(({ estimateUnits }) => estimateUnits === undefined).length;
  const priced = pricedTexts(unitsOf(jobs));
  const parts = [
    ...(priced === "" ? [] : [priced]),
    ...(unpriced > 0 ? [`${unpriced} of unknown price`] : []),
  ];
  return parts.join(" and ") || "no cost";
}

/** Sums by unit of what has a price. */
export function unitsOf(jobs: readonly Estimated[]): ReadonlyMap<Unit, number> {
  const sums = new Map<Unit, number>();
  for (const { unit, estimateUnits } of jobs)
    if (estimateUnits !== undefined) sums.set(unit, roundUnits((sums.get(unit) ?? 0) + estimateUnits));
  return sums;
}
