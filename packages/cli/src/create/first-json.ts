import { ceilingOf, type Price, roundUnits } from "@klingkit/spec";
import { estimateJson } from "../jobs/estimate.ts";
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

const sumOf = (prices: readonly Price[]) => ({
  units: roundUnits(prices.reduce((sum, { units }) => sum + units, 0)),
  usd: roundUnits(prices.reduce((sum, { usd }) => sum + usd, 0)),
});
