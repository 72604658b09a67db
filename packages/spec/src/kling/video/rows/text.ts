import { ASPECT_RATIOS, type CapabilityRow } from "../../facts/capability.ts";
import { ANY_TO_15, FIVE_TEN, STANDARD_ROW, THREE_SIZES } from "./standard-row.ts";

const text = { ...STANDARD_ROW, aspectRatios: ASPECT_RATIOS } as const;

export const TEXT_30_TURBO: CapabilityRow = {
  ...text,
  model: "kling-3.0-turbo",
  durationsSeconds: ANY_TO_15,
  audio: ["native"],
  defaultAudio: "native",
  isAudioAlwaysOn: true,
  promptMaxCharacters: 3072,
  hasPromptShots: true,
};
export const TEXT_30: CapabilityRow = {
  ...text,
  model: "kling-3.0",
  durationsSeconds: ANY_TO_15,
  resolutions: THREE_SIZES,
  audio: ["off", "native"],
  promptMaxCharacters: 3072,
  multiShotDefault: true,
  hasPromptShots: true,
};
export const TEXT_26: CapabilityRow = {
  ...text,
  model: "kling-2.6",
  durationsSeconds: FIVE_TEN,
  audio: ["off", "native"],
  nativeAudioWhen: { resolutions: ["1080p"] },
};
export const TEXT_25_TURBO: CapabilityRow = { ...text, model: "kling-2.5-turbo", durationsSeconds: FIVE_TEN };
