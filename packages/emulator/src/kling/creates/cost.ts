import { type Outcome, packOfPool, type ResultOutcome, roundUnits, USD_PER_UNIT } from "@klingkit/spec";
import { availableUnits, type Cost } from "../../world/accounts/units.ts";
import { CASH } from "../renderings/format.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { type CreateRequest, inputSecondsOf, seedKeyOf, videoPartOf } from "./create-request.ts";
import { EXTENSION, extensionUnits } from "./video-extend.ts";

/** What measuring a create needs. */
type Measured = Pick<
  CreateRequest,
  "operation" | "check" | "state" | "parent" | "sound" | "session" | "account"
>;

/** What a create that could be read will bring and occupy; undefined for others. */
export function outcomeOf({
  operation,
  check,
}: Pick<CreateRequest, "operation" | "check">): Outcome | undefined {
  return check.facts && operation.outcome(check.facts, check.row);
}

/** The results that a create will have: where the service decides how many, a number that is drawn for the task. */
export function madeResults(request: Measured): readonly ResultOutcome[] {
  const outcome = outcomeOf(request);
  if (!outcome) return [];
  const { results, leastResults = results.length } = outcome;
  const choices = results.length - leastResults + 1;
  if (choices <= 1) return results;
  const { chance } = request.state;
  return results.slice(0, leastResults + chance.below(choices, "results", seedKeyOf(request)));
}

/** Slots that a create takes: those of the results that it makes. @source DOC (omni-image, `auto`) */
export const slotsOf = (request: Measured): number => slotsFor(request, madeResults(request).length);

/** Slots that must be free for a create: where the service decides how many it makes, those of the fewest. INF */
export function slotsNeeded(request: Measured): number {
  const { results, leastResults = results.length } = outcomeOf(request) ?? { results: [] };
  return slotsFor(request, leastResults);
}

function slotsFor(request: Measured, made: number): number {
  const { slots, results } = outcomeOf(request) ?? { slots: 0, results: [] };
  return made === results.length ? slots : Math.ceil((slots * made) / results.length);
}

/**
 * What a create will cost, and what pays for it: units of a pack, or the cash balance at list price where the packs have
 * too few left. Which of the two the service takes first is not documented. INF
 */
export function costOf(request: Measured): Cost {
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
function priceOf(request: Measured): PriceInUnits {
  const { operation, check, state } = request;
  if (!check.facts) return { unit: "video", units: 0, usd: 0 };
  const video = videoPartOf(request);
  const inputVideoSeconds = video
    ? assumedSeconds(video.facts, video.row, state.settings.switches)
    : inputSecondsOf(request);
  const estimate = operation.estimate(check.facts, check.row, { inputVideoSeconds });
  if (estimate.isKnown) return estimate;
  const { ceiling, assumed } = estimate;
  if (assumed) return assumed;
  if (!ceiling) return unlisted(request);
  const units = unitsMade(request, ceiling.units);
  return { unit: ceiling.unit, units, usd: (ceiling.usd * units) / ceiling.units };
}

/** Units of a price that follows what the body does not say: the parent, or how many results the service makes. */
function unitsMade(request: Measured, most: number): number {
  const { operation, parent } = request;
  if (operation.id === EXTENSION.operationId) return parent ? extensionUnits(parent.plan) : 0;
  const { results, leastResults } = outcomeOf(request) ?? { results: [] };
  if (leastResults === undefined) return 0;
  return roundUnits((most * madeResults(request).length) / results.length);
}

/** Of what has no published price the switch says what it costs. INF */
function unlisted(request: Pick<CreateRequest, "operation" | "check" | "state">): PriceInUnits {
  const unit = packOfPool(outcomeOf(request)?.pool ?? "");
  const units = request.state.settings.switches.unlistedUnits;
  return { unit, units, usd: units * USD_PER_UNIT[unit] };
}
