import { cameraRule } from "./classic.ts";
import type { VideoRule } from "./rule.ts";
import { TEXT_RULES } from "./text-rules.ts";

/** The rules that text to video of the legacy family can break: its 1.x models take a camera. */
export const LEGACY_TEXT_RULES: readonly VideoRule[] = [...TEXT_RULES, cameraRule];
