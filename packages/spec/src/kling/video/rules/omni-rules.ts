import { elementIdRule, frameRule } from "./inputs.ts";
import { mediaRule } from "./media.ts";
import { multiShotRule, promptRule } from "./prompt.ts";
import { elementRule, referenceCountRule, videoRule, voiceRule } from "./references.ts";
import type { VideoRule } from "./rule.ts";
import {
  aspectRatioRule,
  audioRule,
  classicControlsRule,
  durationRule,
  originalSoundRule,
  resolutionRule,
} from "./settings.ts";

/** The rules that an omni video can break, in the order in which their findings are reported. */
export const OMNI_RULES: readonly VideoRule[] = [
  promptRule,
  multiShotRule,
  durationRule,
  resolutionRule,
  audioRule,
  originalSoundRule,
  aspectRatioRule,
  classicControlsRule,
  frameRule,
  videoRule,
  elementIdRule,
  elementRule,
  voiceRule,
  referenceCountRule,
  mediaRule,
];
