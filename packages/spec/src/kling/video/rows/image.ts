import type { CapabilityRow } from "../../facts/capability.ts";
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
