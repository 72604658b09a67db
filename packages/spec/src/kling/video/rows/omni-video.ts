import { ASPECT_RATIOS, type CapabilityRow, wholeSeconds } from "../../facts/capability.ts";
import { LEGACY_ROW, LEGACY_V3 } from "./legacy-row.ts";
import { O1_LIMITS, OMNI_30_LIMITS } from "./reference-limits.ts";
import { FIVE_TEN } from "./standard-row.ts";

const omni = {
  ...LEGACY_ROW,
  aspectRatios: ASPECT_RATIOS,
  defaultResolution: "1080p",
  firstFrame: "optional",
  lastFrameWhen: {},
  maxElements: 7,
  maxReferenceImages: 7,
  videoUses: ["feature", "base"],
  hasNegativePrompt: false,
} as const;

/** Rows of `POST /v1/videos/omni-video`, by `model_name`. */
export const OMNI_VIDEO_ROWS: readonly CapabilityRow[] = [
  {
    ...omni,
    ...LEGACY_V3,
    model: "kling-v3-omni",
    defaultResolution: "1080p",
    audio: ["off", "native", "original"],
    references: OMNI_30_LIMITS,
    videoRule: "legacyOmniVideo",
  },
  {
    ...omni,
    model: "kling-video-o1",
    durationsSeconds: wholeSeconds(3, 10),
    firstFrameOnlyDurationsSeconds: FIVE_TEN,
    audio: ["off", "original"],
    references: O1_LIMITS,
    videoRule: "legacyO1Video",
  },
];
