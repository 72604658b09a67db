import { ceilingOf, type JsonObject, roundUnits } from "@klingkit/spec/core";
import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { HiggsfieldSettings } from "../settings.ts";

/** What a completed request costs, US$; 0 where the price list has no entry. Without discounts. */
export function costUsd(
  endpoint: HiggsfieldCreate,
  body: JsonObject,
  { switches }: HiggsfieldSettings,
): number {
  const estimate = endpoint.estimate(body, { inputVideoSeconds: switches.assumedInputSeconds });
  return roundUnits(ceilingOf(estimate)?.units ?? 0);
}
