import { type Outcome, roundUnits } from "@klingkit/spec";
import { availableUnits, type Cost } from "../../world/accounts/units.ts";
import { CASH } from "../renderings/format.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { type CreateRequest, videoPartOf } from "./create-request.ts";
import { EXTENSION, extensionUnits } from "./video-extend.ts";

/** What a create that could be read will bring and occupy; undefined for others. */
export function outcomeOf({
  operation,
  check,
}: Pick<CreateRequest, "operation" | "check">): Outcome | undefined {
  return check.facts && operation.outcome(check.facts, check.row);
}

/**
 * What a create will cost, and what pays for it: units of a pack, or the cash balance at list price where the packs have
 * too few left. Which of the two the service takes first is not documented. INF
 */
export function costOf(
  request: Pick<CreateRequest, "operation" | "check" | "state" | "parent" | "account">,
): Cost {
  const { account, state } = request;
  const price = priceOf(request);
  const nowMs = state.clock.nowMs();
  const isCovered = (unit: string, units: number) => availableUnits(account, unit, nowMs) >= units;
  if (!account.packs || isCovered(price.unit, price.units)) return price;
  const usd = roundUnits(price.usd);
  return usd > 0 && isCovered(CASH, usd) ? { unit: CASH, units: usd } : price;
}

interface PriceInUnits extends Cost {
  /** List price in US dollars. */
  readonly usd: number;
}

/** 0 where the price list has no entry (retired models only). */
function priceOf(request: Pick<CreateRequest, "operation" | "check" | "state" | "parent">): PriceInUnits {
  const { operation, check, state, parent } = request;
  if (!check.facts) return { unit: "video", units: 0, usd: 0 };
  const video = videoPartOf(request);
  const inputVideoSeconds = video && assumedSeconds(video.facts, video.row, state.settings.switches);
  const estimate = operation.estimate(check.facts, check.row, { inputVideoSeconds });
  if (estimate.isKnown) return estimate;
  const { ceiling } = estimate;
  const unit = ceiling?.unit ?? "video";
  if (operation.id !== EXTENSION.operationId || !parent) return { unit, units: 0, usd: 0 };
  const units = extensionUnits(parent.plan);
  return { unit, units, usd: ceiling ? (ceiling.usd * units) / ceiling.units : 0 };
}
