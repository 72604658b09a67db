import { elementIdRule, motionRule } from "./inputs.ts";
import { mediaRule } from "./media.ts";
import { promptRule } from "./prompt.ts";
import { elementRule } from "./references.ts";
import type { VideoRule } from "./rule.ts";
import {
  aspectRatioRule,
  audioRule,
  classicControlsRule,
  durationRule,
  originalSoundRule,
  resolutionRule,
} from "./settings.ts";

/** The rules that motion control can break, in the order in which their findings are reported. */
export const MOTION_RULES: readonly VideoRule[] = [
  promptRule,
  durationRule,
  resolutionRule,
  audioRule,
  originalSoundRule,
  aspectRatioRule,
  classicControlsRule,
  motionRule,
  elementIdRule,
  elementRule,
  mediaRule,
];
