import type { Condition } from "../../facts/capability.ts";
import { RETIREMENT_DAY } from "../../facts/models.ts";
import { ANY_TO_15, FIVE_TEN, STANDARD_ROW, THREE_SIZES } from "./standard-row.ts";

export const PRO: Condition = { resolutions: ["1080p"] };

/** What a row of the legacy family has otherwise than one of the standard family. @source DOC-OLD 2026-03: page Video Models; change log since */
export const LEGACY_ROW = {
  ...STANDARD_ROW,
  durationsSeconds: FIVE_TEN,
  imageRule: "legacyImage",
  hasNegativePrompt: true,
} as const;

export const RETIRED = { retiredOn: RETIREMENT_DAY } as const;

export const LEGACY_V3 = {
  durationsSeconds: ANY_TO_15,
  resolutions: THREE_SIZES,
  audio: ["off", "native"],
  multiShotDefault: false,
} as const;
export const LEGACY_V26 = { audio: ["off", "native"], nativeAudioWhen: PRO } as const;
