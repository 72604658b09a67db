import { cameraRule, motionBrushRule } from "./classic.ts";
import { elementIdRule, frameRule, motionRule } from "./inputs.ts";
import { callbackRule, mediaRule } from "./media.ts";
import { labelRule, placeholderRule } from "./names.ts";
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

/** Every cross-field rule, in the order in which their findings are reported. */
export const ALL_RULES: readonly VideoRule[] = [
  promptRule,
  multiShotRule,
  durationRule,
  resolutionRule,
  audioRule,
  originalSoundRule,
  aspectRatioRule,
  classicControlsRule,
  motionRule,
  frameRule,
  videoRule,
  elementIdRule,
  elementRule,
  voiceRule,
  referenceCountRule,
  cameraRule,
  motionBrushRule,
  mediaRule,
  labelRule,
  placeholderRule,
  callbackRule,
];
