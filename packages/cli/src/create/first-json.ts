import { amountText, ceilingOf, type Price, roundUnits, usdNumber } from "@klingkit/spec";
import { estimateJson, estimateText } from "../jobs/estimate.ts";
import type { Purchase } from "./purchase.ts";

/** What is bought before, and what both cost at most; empty for a purchase that begins with nothing. */
export function firstJson({ first, estimate }: Purchase): Readonly<Record<string, unknown>> {
  if (!first) return {};
  const { routeId, method, path, payload } = first;
  const prices = [first.estimate, estimate].map(ceilingOf);
  return {
    first: { operation: routeId, method, path, payload, estimate: estimateJson(first.estimate) },
    ...(prices.every((price) => price !== undefined) ? { total_at_most: sumOf(prices) } : {}),
  };
}

/** What the whole purchase costs, with what is bought before. */
export function costText({ first, estimate }: Purchase): string {
  if (!first) return estimateText(estimate);
  const estimates = [first.estimate, estimate];
  const prices = estimates.map(ceilingOf).filter((price) => price !== undefined);
  const [one] = prices;
  if (!one || prices.length < estimates.length)
    return estimateText(estimates.find((each) => ceilingOf(each) === undefined) ?? estimate);
  const { units, usd } = sumOf(prices);
  const total = `${amountText(units, one.unit)} (US$ ${usdNumber(usd)})`;
  return estimates.every(({ isKnown }) => isKnown) ? total : `at most ${total}`;
}

const sumOf = (prices: readonly Price[]) => ({
  units: roundUnits(prices.reduce((sum, { units }) => sum + units, 0)),
  usd: roundUnits(prices.reduce((sum, { usd }) => sum + usd, 0)),
});
