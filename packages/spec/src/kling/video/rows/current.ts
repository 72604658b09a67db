import {
  ASPECT_RATIOS,
  type CapabilityRow,
  type ReferenceLimits,
  wholeSeconds,
} from "../../facts/capability.ts";
import { ANY_TO_15, FIVE_TEN, STANDARD_ROW, THREE_SIZES } from "./standard-row.ts";

const frame = { ...STANDARD_ROW, aspectRatios: null, firstFrame: "required" } as const;

export const IMAGE_30_TURBO: CapabilityRow = {
  ...frame,
  model: "kling-3.0-turbo",
  durationsSeconds: ANY_TO_15,
  audio: ["native"],
  defaultAudio: "native",
  isAudioAlwaysOn: true,
  hasPromptShots: true,
};
export const IMAGE_30: CapabilityRow = {
  ...frame,
  model: "kling-3.0",
  durationsSeconds: ANY_TO_15,
  resolutions: THREE_SIZES,
  audio: ["off", "native"],
  promptMaxCharacters: 3072,
  multiShotDefault: true,
  hasPromptShots: true,
  lastFrameWhen: {},
  maxElements: 3,
};
export const IMAGE_26: CapabilityRow = {
  ...frame,
  model: "kling-2.6",
  durationsSeconds: FIVE_TEN,
  audio: ["off", "native"],
  nativeAudioWhen: { resolutions: ["1080p"] },
  lastFrameWhen: { resolutions: ["1080p"], audio: ["off"] },
  maxVoices: 2,
  voicesWhen: { resolutions: ["1080p"], audio: ["native"] },
};
export const IMAGE_25_TURBO: CapabilityRow = {
  ...frame,
  model: "kling-2.5-turbo",
  durationsSeconds: FIVE_TEN,
  lastFrameWhen: { resolutions: ["1080p"] },
};

/** @source DOC 2026-09: count matrix of the 3.0 Omni page */
export const OMNI_30_LIMITS: ReferenceLimits = {
  maxWithoutVideo: 7,
  maxWithVideo: 4,
  maxVideoElements: 3,
  maxBesideVideoElements: 4,
  maxVideoElementsWithVideo: 1,
  isExclusiveWithBothFrames: false,
};
/** @source DOC 2026-09: O1 page, multi-image elements only */
export const O1_LIMITS: ReferenceLimits = {
  maxWithoutVideo: 7,
  maxWithVideo: 4,
  maxVideoElements: 0,
  maxBesideVideoElements: 0,
  maxVideoElementsWithVideo: 0,
  isExclusiveWithBothFrames: true,
};

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

const motion = {
  ...STANDARD_ROW,
  durationsSeconds: null,
  aspectRatios: null,
  audio: ["original", "off"],
  defaultAudio: "original",
  hasMotion: true,
  videoRule: "motionVideoForVideoOrientation",
} as const;

export const MOTION_30: CapabilityRow = { ...motion, model: "kling-3.0", maxElements: 1 };
export const MOTION_26: CapabilityRow = { ...motion, model: "kling-2.6" };
