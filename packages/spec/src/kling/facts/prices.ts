import type { CapabilityRow, Resolution } from "../video/capability.ts";
import type { CreateFacts } from "../video/facts.ts";
import { inputVideoLimits, lengthMistake } from "../video/input-video.ts";
import { findModel } from "./models.ts";

/** List price of one unit of the video pack. @source DOC 2026-09 pricing page */
export const USD_PER_VIDEO_UNIT = 0.14;

/** @source DOC 2026-09-20: pricing/base/video; three live deductions agree */
export const PRICE_CARD = {
  /** Changes whenever a price below changes; plans remember it. */
  version: "2026-09-20",
} as const;

/** Which column of the price list a request falls into. */
export type PriceCase = "silent" | "audio" | "voice" | "video" | "motion";

type Rates = Readonly<Partial<Record<Resolution, number>>>;
type ModelRates = Readonly<Partial<Record<PriceCase, Rates>>>;

const rates = (at720p: number | undefined, at1080p: number | undefined, at4k?: number): Rates => ({
  ...(at720p === undefined ? {} : { "720p": at720p }),
  ...(at1080p === undefined ? {} : { "1080p": at1080p }),
  ...(at4k === undefined ? {} : { "4k": at4k }),
});

/** Units per second, by model title key (standard name, or `model_name` where there is no other). */
const UNITS_PER_SECOND: Readonly<Record<string, ModelRates>> = {
  "kling-3.0-turbo": { audio: rates(0.8, 1.0) },
  "kling-3.0": { silent: rates(0.6, 0.8, 3.0), audio: rates(0.9, 1.2, 3.0), motion: rates(0.9, 1.2) },
  "kling-3.0-omni": {
    silent: rates(0.6, 0.8, 3.0),
    audio: rates(0.8, 1.0, 3.0),
    video: rates(0.9, 1.2, 3.0),
  },
  "kling-o1": { silent: rates(0.6, 0.8), video: rates(0.9, 1.2) },
  "kling-2.6": {
    silent: rates(0.3, 0.5),
    audio: rates(undefined, 1.0),
    voice: rates(undefined, 1.2),
    motion: rates(0.5, 0.8),
  },
  "kling-2.5-turbo": { silent: rates(0.3, 0.5) },
  "kling-v2-1": { silent: rates(0.4, 0.7) },
  "kling-v2-1-master": { silent: rates(undefined, 2.0) },
  "kling-v2-master": { silent: rates(undefined, 2.0) },
  "kling-v1-6": { silent: rates(0.4, 0.7) },
  "kling-v1-5": { silent: rates(0.4, 0.7) },
  "kling-v1": { silent: rates(0.2, 0.7) },
};

/** An amount of the video pack, and the seconds that it pays for. */
export interface Price {
  /** Units of the video pack. */
  readonly units: number;
  readonly usd: number;
  readonly seconds: number;
}

interface Rated {
  readonly unitsPerSecond: number;
  readonly priceCase: PriceCase;
  readonly priceCard: string;
}

/**
 * What a create will cost if it succeeds; refused and failed ones cost nothing. Known, bounded by a ceiling where the
 * output follows an input video of unknown length, or unknown where the price list has no entry. Unknown is never 0:
 * `ceilingOf` gives the most that can be charged, or undefined.
 */
export type Estimate =
  | ({ readonly isKnown: true } & Price & Rated)
  | ({
      readonly isKnown: false;
      /** Why the price is unknown, and what would help. */
      readonly reason: string;
      /** Price of the longest input video that the service takes. */
      readonly ceiling: Price;
    } & Rated)
  | {
      readonly isKnown: false;
      readonly reason: string;
      readonly ceiling?: never;
      readonly unitsPerSecond?: never;
      readonly priceCard: string;
    };

/** Of a body that nobody can read, and so not price. */
export const UNREADABLE_ESTIMATE: Estimate = {
  isKnown: false,
  reason: "the request cannot be read",
  priceCard: PRICE_CARD.version,
};

/** The most that a create can cost. Undefined where no price is listed: that may be any amount, never 0. */
export const ceilingOf = (estimate: Estimate): Price | undefined =>
  estimate.isKnown ? estimate : estimate.ceiling;

function priceCaseOf(facts: CreateFacts, row: CapabilityRow): PriceCase {
  if (row.hasMotion) return "motion";
  if (facts.videos.length > 0) return "video";
  if (facts.voices.length > 0) return "voice";
  return facts.audio === "native" ? "audio" : "silent";
}

/** Rounds to 1/10,000 unit: sums of decimal rates stay exact. */
export const roundUnits = (units: number): number => Math.round(units * 10_000) / 10_000;

const usdOf = (units: number): number => Math.round(units * USD_PER_VIDEO_UNIT * 10_000) / 10_000;

/**
 * Seconds that are paid for where the output follows the input. Motion control is rounded to the nearest second; how edits
 * are rounded is not documented, so the higher price is assumed. @source LOG 2025-12-22; INF for edits
 */
const paidSeconds = (seconds: number, priceCase: PriceCase): number =>
  priceCase === "motion" ? Math.round(seconds) : Math.ceil(seconds);

/**
 * Estimates a create from its facts. Where the output follows an input video, `inputVideoSeconds` makes the price known;
 * without it the estimate has a ceiling by the documented limit of that video. Without a listed price, or for a length
 * that the service does not take, it is unknown with a reason, never 0.
 */
export function estimateFacts(
  facts: CreateFacts,
  row: CapabilityRow,
  { inputVideoSeconds }: { readonly inputVideoSeconds?: number } = {},
): Estimate {
  const priceCard = PRICE_CARD.version;
  const priceCase = priceCaseOf(facts, row);
  const name = findModel(row.model)?.standardName ?? row.model;
  const unitsPerSecond = UNITS_PER_SECOND[name]?.[priceCase]?.[facts.resolution];
  const unknown = (reason: string): Estimate => ({ isKnown: false, reason, priceCard });
  if (unitsPerSecond === undefined)
    return unknown(`the price list has no entry for ${name}, ${priceCase}, ${facts.resolution}`);
  const rated = { unitsPerSecond, priceCase, priceCard };
  const price = (seconds: number): Price => {
    const units = roundUnits(unitsPerSecond * seconds);
    return { units, usd: usdOf(units), seconds };
  };
  if (facts.durationSeconds !== undefined && !facts.videos.some(({ use }) => use === "base"))
    return { isKnown: true, ...price(facts.durationSeconds), ...rated };
  const limits = inputVideoLimits(facts, row);
  if (inputVideoSeconds !== undefined) {
    const mistake = lengthMistake(limits, inputVideoSeconds);
    if (mistake !== undefined) return unknown(mistake);
    return { isKnown: true, ...price(paidSeconds(inputVideoSeconds, priceCase)), ...rated };
  }
  return {
    isKnown: false,
    reason: `the output is as long as the input video, whose length is unknown; it has at most ${limits.maxSeconds} s`,
    ceiling: price(paidSeconds(limits.maxSeconds, priceCase)),
    ...rated,
  };
}
