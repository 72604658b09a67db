import type { Estimate, Price } from "../../operation/price.ts";
import { type CapabilityRow, DEFAULT_SECONDS, type Resolution } from "../facts/capability.ts";
import { findModel } from "../facts/models.ts";
import { PRICE_CARD, priceOf, unknownPrice } from "../facts/units.ts";
import type { VideoFacts } from "./facts.ts";

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

/** What a request costs by the second. */
interface VideoRate {
  readonly price: (seconds: number) => Price;
  /** What the price follows from. */
  readonly rated: { readonly unitsPerSecond: number; readonly priceCard: string };
}

/** Makes an estimate from the listed price of a second. Without one the price is unknown with a reason, never 0. */
export function estimateByRate(
  facts: VideoFacts,
  row: CapabilityRow,
  estimate: (rate: VideoRate) => Estimate,
): Estimate {
  const priceCase = priceCaseOf(facts, row);
  const name = findModel(row.model)?.standardName ?? row.model;
  const unitsPerSecond = UNITS_PER_SECOND[name]?.[priceCase]?.[facts.resolution];
  if (unitsPerSecond === undefined)
    return unknownPrice(`the price list has no entry for ${name}, ${priceCase}, ${facts.resolution}`);
  return estimate({
    price: (seconds) => ({ ...priceOf("video", unitsPerSecond * seconds), seconds }),
    rated: { unitsPerSecond, priceCard: PRICE_CARD.version },
  });
}

/** Estimates a video that is as long as it is asked to be, as every text to video. */
export const estimateAskedLength = (facts: VideoFacts, row: CapabilityRow): Estimate =>
  estimateByRate(facts, row, ({ price, rated }) => ({
    isKnown: true,
    ...price(facts.durationSeconds ?? DEFAULT_SECONDS),
    ...rated,
  }));
