import {
  ceilingOf,
  type Estimate,
  isJsonObject,
  type JsonObject,
  mapMedia,
  roundUnits,
} from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import { isMediaLabel } from "./load-inputs.ts";
import type { PaidOperation } from "./paid-operation.ts";

/** Stands for the address that a file will have: nothing is given to the service for a plan. INF that the price does not follow it. */
const PLACEHOLDER = "https://example.com/input";

/**
 * The price by the service itself, where it is asked for and told; else that of the price list. A list price that is only
 * bounded follows an input that the service has not seen either.
 */
export async function askedPrice(
  { service, id, body: schema }: PaidOperation,
  { body, estimate }: { readonly body: JsonObject; readonly estimate: Estimate },
  { askPrice }: PlanContext,
): Promise<Estimate> {
  const listed = ceilingOf(estimate);
  if (!askPrice || !estimate.isKnown || listed?.unit !== "usd") return estimate;
  const placed = mapMedia(schema, body, ({ value }) => (isMediaLabel(value) ? PLACEHOLDER : value));
  const usd = await askPrice({ service, operation: id, body: isJsonObject(placed) ? placed : body });
  if (usd === undefined) return estimate;
  const { unitsPerSecond, ...price } = estimate;
  const units = roundUnits(usd);
  const isSame = units === listed.units && unitsPerSecond !== undefined;
  return { ...price, units, usd: units, isAsked: true, ...(isSame ? { unitsPerSecond } : {}) };
}
