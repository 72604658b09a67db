import { ASPECT_RATIOS, type CapabilityRow, wholeSeconds } from "../../facts/capability.ts";
import { O1_LIMITS, OMNI_30_LIMITS } from "./reference-limits.ts";
import { ANY_TO_15, FIVE_TEN, STANDARD_ROW, THREE_SIZES } from "./standard-row.ts";

const omni = {
  ...STANDARD_ROW,
  aspectRatios: ASPECT_RATIOS,
  firstFrame: "optional",
  lastFrameWhen: {},
  maxElements: 7,
  maxReferenceImages: 7,
  videoUses: ["feature", "base"],
} as const;

export const OMNI_30: CapabilityRow = {
  ...omni,
  model: "kling-3.0-omni",
  durationsSeconds: ANY_TO_15,
  resolutions: THREE_SIZES,
  audio: ["off", "native", "original"],
  promptMaxCharacters: 3072,
  multiShotDefault: true,
  hasPromptShots: true,
  references: OMNI_30_LIMITS,
  videoRule: "omniVideo",
};
export const OMNI_O1: CapabilityRow = {
  ...omni,
  model: "kling-o1",
  durationsSeconds: wholeSeconds(3, 10),
  firstFrameOnlyDurationsSeconds: FIVE_TEN,
  audio: ["off", "original"],
  references: O1_LIMITS,
  videoRule: "o1Video",
};
