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

/** The rules that text to video can break, in the order in which their findings are reported; a bundle carries no others. */
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
