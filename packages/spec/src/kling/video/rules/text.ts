import { callbackRule } from "./media.ts";
import { placeholderRule } from "./names.ts";
import { multiShotRule, promptRule } from "./prompt.ts";
import type { VideoRule } from "./rule.ts";
import {
  aspectRatioRule,
  audioRule,
  classicControlsRule,
  durationRule,
  originalSoundRule,
  resolutionRule,
} from "./settings.ts";

/** The rules that a body without inputs can break; a bundle of text to video then carries no others. */
export const TEXT_RULES: readonly VideoRule[] = [
  promptRule,
  multiShotRule,
  durationRule,
  resolutionRule,
  audioRule,
  originalSoundRule,
  aspectRatioRule,
  classicControlsRule,
  placeholderRule,
  callbackRule,
];
