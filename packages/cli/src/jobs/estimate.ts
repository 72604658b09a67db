import { amountText, type Estimate, type Price, type Unit, unitName, usdNumber } from "@klingkit/spec";

/** Estimate as data: numbers, or "unknown" with the reason and, where there is a ceiling, the most. Never 0 for unknown. */
export function estimateJson(estimate: Estimate): Readonly<Record<string, unknown>> {
  const { priceCard: price_card } = estimate;
  if (estimate.isKnown) {
    const { units, unit, usd, unitsPerSecond, seconds } = estimate;
    return {
      units,
      ...(unit === "video" ? {} : { unit }),
      usd,
      units_per_second: unitsPerSecond,
      seconds,
      price_card,
      ...(estimate.isAsked ? { price_source: "service" } : {}),
    };
  }
  const unknown = { units: "unknown", usd: "unknown", reason: estimate.reason };
  if (!estimate.ceiling) return { ...unknown, price_card };
  return { ...unknown, at_most: estimate.ceiling, units_per_second: estimate.unitsPerSecond, price_card };
}

/** `3 units (US$ 0.42; …)`, `at most 27 units (…)`, or why the price is unknown. */
export function estimateText(estimate: Estimate): string {
  if (estimate.isKnown) return priceText(estimate, estimate.unitsPerSecond);
  if (!estimate.ceiling) return `unknown: ${estimate.reason}`;
  return `at most ${priceText(estimate.ceiling, estimate.unitsPerSecond)}: ${estimate.reason}`;
}

function priceText({ units, unit, usd, seconds }: Price, unitsPerSecond: number | undefined): string {
  const rate =
    unitsPerSecond === undefined || seconds === undefined
      ? undefined
      : `${rateText(unitsPerSecond, unit)} a second × ${seconds} s`;
  const amount = amountText(units, unit);
  // What is paid in dollars needs no price in dollars.
  const notes = [unit === "usd" ? undefined : `US$ ${usdNumber(usd)}`, rate].filter(Boolean);
  return notes.length === 0 ? amount : `${amount} (${notes.join("; ")})`;
}

/** To the last digit: a rate is no amount that is paid. */
const rateText = (perSecond: number, unit: Unit = "video"): string =>
  unit === "usd" ? `US$ ${perSecond}` : `${perSecond} ${unitName(unit)}`;
