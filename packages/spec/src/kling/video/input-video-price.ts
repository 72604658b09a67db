import type { Estimate } from "../../operation/price.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import { unknownPrice } from "../facts/units.ts";
import type { EstimateInputs } from "../operation.ts";
import type { VideoFacts } from "./facts.ts";
import { inputVideoLimits, lengthMistake } from "./input-video.ts";
import { estimateAskedLength, estimateByRate } from "./prices.ts";

/**
 * Seconds that are paid for where the output follows the input. Motion control is rounded to the nearest second; how edits
 * are rounded is not documented, so the higher price is assumed. @source LOG 2025-12-22; INF for edits
 */
const paidSeconds = (seconds: number, { hasMotion }: CapabilityRow): number =>
  hasMotion ? Math.round(seconds) : Math.ceil(seconds);

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
  if (facts.durationSeconds !== undefined && !facts.videos.some(({ use }) => use === "base"))
    return estimateAskedLength(facts, row);
  const limits = inputVideoLimits(facts, row);
  return estimateByRate(facts, row, ({ price, rated }) => {
    if (inputVideoSeconds === undefined)
      return {
        isKnown: false,
        reason: `the output is as long as the input video, whose length is unknown; it has at most ${limits.maxSeconds} s`,
        ceiling: price(paidSeconds(limits.maxSeconds, row)),
        ...rated,
      };
    const mistake = lengthMistake(limits, inputVideoSeconds);
    if (mistake !== undefined) return unknownPrice(mistake);
    return { isKnown: true, ...price(paidSeconds(inputVideoSeconds, row)), ...rated };
  });
}
