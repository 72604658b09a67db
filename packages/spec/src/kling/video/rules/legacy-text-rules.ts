import { cameraRule } from "./classic.ts";
import { multiShotRule, promptRule } from "./prompt.ts";
import type { VideoRule } from "./rule.ts";
import { audioRule, classicControlsRule, durationRule, resolutionRule } from "./settings.ts";

/** The rules that text to video of the legacy family can break: its 1.x models take a camera. */
export const LEGACY_TEXT_RULES: readonly VideoRule[] = [
  promptRule,
  multiShotRule,
  durationRule,
  resolutionRule,
  audioRule,
  classicControlsRule,
  cameraRule,
];
