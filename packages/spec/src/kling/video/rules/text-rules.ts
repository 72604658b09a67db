import { callbackRule } from "./media.ts";
import { multiShotRule, promptRule } from "./prompt.ts";
import type { VideoRule } from "./rule.ts";
import { audioRule, durationRule } from "./settings.ts";
import { textPlaceholderRule } from "./standard-names.ts";

/**
 * The rules that text to video can break after its schema passed, in the order in which their findings are reported; a bundle
 * carries no others.
 */
export const TEXT_RULES: readonly VideoRule[] = [
  promptRule,
  multiShotRule,
  durationRule,
  audioRule,
  textPlaceholderRule,
  callbackRule,
];
