import type { Estimate, Price } from "../../operation/price.ts";
import type { CapabilityRow, Resolution } from "../facts/capability.ts";
import { findModel } from "../facts/models.ts";
import { PRICE_CARD, priceOf } from "../facts/units.ts";
import type { EstimateInputs } from "../operation.ts";
import type { VideoFacts } from "./facts.ts";
import { inputVideoLimits, lengthMistake } from "./input-video.ts";

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

function priceCaseOf(facts: VideoFacts, row: CapabilityRow): PriceCase {
  if (row.hasMotion) return "motion";
  if (facts.videos.length > 0) return "video";
  if (facts.voices.length > 0) return "voice";
  return facts.audio === "native" ? "audio" : "silent";
}

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
  facts: VideoFacts,
  row: CapabilityRow,
  { inputVideoSeconds }: EstimateInputs = {},
): Estimate {
  const priceCard = PRICE_CARD.version;
  const priceCase = priceCaseOf(facts, row);
  const name = findModel(row.model)?.standardName ?? row.model;
  const unitsPerSecond = UNITS_PER_SECOND[name]?.[priceCase]?.[facts.resolution];
  const unknown = (reason: string): Estimate => ({ isKnown: false, reason, priceCard });
  if (unitsPerSecond === undefined)
    return unknown(`the price list has no entry for ${name}, ${priceCase}, ${facts.resolution}`);
  const rated = { unitsPerSecond, priceCard };
  const price = (seconds: number): Price => {
    return { ...priceOf("video", unitsPerSecond * seconds), seconds };
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
