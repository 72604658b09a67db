import type { Estimate } from "@klingkit/spec";

/** Estimate as data: numbers, or "unknown" with the reason. Never 0 for unknown. */
export function estimateJson(estimate: Estimate): Readonly<Record<string, unknown>> {
  return estimate.isKnown
    ? {
        units: estimate.units,
        usd: estimate.usd,
        units_per_second: estimate.unitsPerSecond,
        seconds: estimate.seconds,
        price_card: estimate.priceCard,
      }
    : { units: "unknown", usd: "unknown", reason: estimate.reason, price_card: estimate.priceCard };
}

/** `3 units (US$ 0.42)`, or why nobody can tell. */
export function estimateText(estimate: Estimate): string {
  if (!estimate.isKnown) return `unknown: ${estimate.reason}`;
  const unit = estimate.units === 1 ? "unit" : "units";
  return `${estimate.units} ${unit} (US$ ${estimate.usd.toFixed(2)}; ${estimate.unitsPerSecond} units a second × ${estimate.seconds} s)`;
}
