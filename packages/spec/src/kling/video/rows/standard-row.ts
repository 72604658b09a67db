import { wholeSeconds } from "../../facts/capability.ts";

const TWO_SIZES = ["720p", "1080p"] as const;
export const THREE_SIZES = ["720p", "1080p", "4k"] as const;
export const ANY_TO_15 = wholeSeconds(3, 15);
export const FIVE_TEN = [5, 10] as const;

/** What every row of the standard family has unless it says otherwise. @source DOC 2026-09-20 */
export const STANDARD_ROW = {
  resolutions: TWO_SIZES,
  defaultResolution: "720p",
  audio: ["off"],
  defaultAudio: "off",
  promptMaxCharacters: 2500,
  multiShotDefault: null,
  firstFrame: "none",
  lastFrameWhen: null,
  maxElements: 0,
  maxVoices: 0,
  maxReferenceImages: 0,
  videoUses: [],
  imageRule: "standardImage",
  hasNegativePrompt: false,
  hasCfgScale: false,
} as const;
