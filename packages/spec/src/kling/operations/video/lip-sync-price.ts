import type { Estimate } from "../../../operation/price.ts";
import { ceilingPrice, knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";

/** 0.5 units for every 5 seconds that have begun. @source DOC 2026-09-20; rounding up INF (0.5 units for about 3 s, corrections L9) */
const STEP = { seconds: 5, units: 0.5 } as const;

const MAX_SECONDS = MEDIA_RULES.lipSyncVideo.maxSeconds ?? 0;

const unitsOf = (seconds: number): number => STEP.units * Math.max(1, Math.ceil(seconds / STEP.seconds));

/** Price of speech in a video, by the length of the video. */
export const lipSyncPrice = (videoSeconds: number | undefined): Estimate =>
  videoSeconds === undefined
    ? ceilingPrice("video", unitsOf(MAX_SECONDS), "it follows the length of the video")
    : knownPrice("video", unitsOf(videoSeconds));
