import type { CapabilityRow, Resolution } from "./capability.ts";
import type { CreateFacts } from "./facts.ts";
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

/** What a create will cost if it succeeds; refused and failed ones cost nothing. */
export type Estimate =
  | {
      readonly isKnown: true;
      /** Units of the video pack. */
      readonly units: number;
      readonly usd: number;
      readonly unitsPerSecond: number;
      readonly seconds: number;
      readonly priceCase: PriceCase;
      readonly priceCard: string;
    }
  | {
      readonly isKnown: false;
      /** Why nobody can tell yet, and what would help. */
      readonly reason: string;
      readonly unitsPerSecond?: number;
      readonly priceCard: string;
    };

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
 * Estimates a create from its facts. Where the output follows an input video, `inputVideoSeconds` is needed;
 * without it, or without a listed price, the answer is "unknown" with a reason, never 0.
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
  if (unitsPerSecond === undefined) {
    return {
      isKnown: false,
      reason: `the price list has no entry for ${name}, ${priceCase}, ${facts.resolution}`,
      priceCard,
    };
  }
  const followsInput = facts.durationSeconds === undefined || facts.videos.some(({ use }) => use === "base");
  const seconds = followsInput ? inputVideoSeconds : facts.durationSeconds;
  if (seconds === undefined) {
    return {
      isKnown: false,
      reason: `the output is as long as the input video, whose length is not known; it costs ${unitsPerSecond} units a second`,
      unitsPerSecond,
      priceCard,
    };
  }
  const units = roundUnits(unitsPerSecond * seconds);
  return { isKnown: true, units, usd: usdOf(units), unitsPerSecond, seconds, priceCase, priceCard };
}
