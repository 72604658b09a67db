import { judgeLength } from "../../check/common-rules.ts";
import { countCharacters } from "../../check/count-characters.ts";
import type { RuleId } from "../../check/rule-ids.ts";
import type { ShotFact } from "../facts.ts";
import { parsePromptShots, SHOT_LIMITS } from "../prompt.ts";
import type { VideoRule, VideoRuleScope } from "./rule.ts";

/** Text parts may be this long. @source DOC-OLD 2026-03 */
const NEGATIVE_PROMPT_MAX_CHARACTERS = 2500;

const isCustomized = ({ facts }: VideoRuleScope) => facts.isMultiShot && facts.shotType === "customize";

export const promptRule: VideoRule = (scope) => {
  const { facts, row, refuse, warn, paths } = scope;
  // Omni of the standard family does not say so; the legacy page does. @source DOC-OLD 2026-03, INF for standard
  const needsPrompt = row.firstFrame !== "required" && !row.hasMotion && !isCustomized(scope);
  if (facts.prompt === undefined && needsPrompt) {
    refuse({ rule: "prompt-required", at: { path: facts.promptPath }, message: "a prompt is required." });
  }
  if (facts.prompt !== undefined && isCustomized(scope)) {
    warn({ rule: "prompt-ignored", at: { path: facts.promptPath }, message: "the shots replace it." });
  }
  judgeLength(scope.common, facts.promptPath, facts.prompt, row.promptMaxCharacters);
  judgeLength(scope.common, paths.negativePrompt, facts.negativePrompt, NEGATIVE_PROMPT_MAX_CHARACTERS);
};

export const multiShotRule: VideoRule = (scope) => {
  const { facts, row, family, refuse, warn } = scope;
  if (!facts.isMultiShot) {
    const at = (["shots", "shotType"] as const).find((name) => family === "legacy" && facts.asked.has(name));
    if (at)
      warn({ rule: "multi-shot-off", at, message: "the service ignores it unless multi_shot is true." });
    const isAlwaysRead = row.hasPromptShots && row.multiShotDefault === null;
    if (!isAlwaysRead && parsePromptShots(facts.prompt ?? "").length > 0)
      warn({
        rule: "shot-script",
        at: { path: facts.promptPath },
        message: "is written as shots, but multi-shot is off: the service makes one shot of it.",
      });
    return;
  }
  if (row.multiShotDefault === null && !row.hasPromptShots) {
    refuse({
      rule: "multi-shot",
      at: "multiShot",
      message: `${row.model} makes one shot. Leave it out.`,
    });
    return;
  }
  if (family === "legacy" && facts.shotType === undefined) {
    refuse({
      rule: "shot-type",
      at: "shotType",
      message: "is required with multi_shot: customize or intelligence.",
    });
  }
  shotLimits(scope);
};

function shotLimits(scope: VideoRuleScope): void {
  const { facts, refuse, paths } = scope;
  const { shots, durationSeconds } = facts;
  if (isCustomized(scope) && shots.length === 0) {
    refuse({
      rule: "shots",
      at: "shots",
      message: `give 1 to ${SHOT_LIMITS.maxShots} shots.`,
    });
    return;
  }
  if (shots.length === 0) return;
  const list = scope.family === "legacy" ? paths.shots : facts.promptPath;
  const bad = speaker(scope);
  if (shots.length > SHOT_LIMITS.maxShots) {
    bad("shots", list, `has ${shots.length} shots; at most ${SHOT_LIMITS.maxShots} pass.`);
  }
  for (const shot of shots) oneShot(scope, shot);
  const total = shots.reduce((sum, shot) => sum + shot.durationSeconds, 0);
  if (durationSeconds !== undefined && total !== durationSeconds) {
    bad(
      "shots-total",
      list,
      `the shots last ${total} seconds together, the video ${durationSeconds}; make them equal.`,
    );
  }
}

const speaker =
  ({ refuse }: VideoRuleScope) =>
  (rule: RuleId, path: string, message: string) =>
    refuse({ rule, at: { path }, message });

function oneShot(scope: VideoRuleScope, { index, durationSeconds, prompt, path }: ShotFact): void {
  const bad = speaker(scope);
  // The legacy list has an index of its own, whose range no page states.
  if (scope.family === "standard" && (index < 1 || index > SHOT_LIMITS.maxShots)) {
    bad("shot-index", path, `shots are numbered 1 to ${SHOT_LIMITS.maxShots}, not ${index}.`);
  }
  if (durationSeconds < SHOT_LIMITS.minSeconds) bad("shot-duration", path, "a shot lasts at least 1 second.");
  if (countCharacters(prompt) > SHOT_LIMITS.maxCharacters) {
    bad("shot-length", path, `a shot's prompt has at most ${SHOT_LIMITS.maxCharacters} characters.`);
  }
}
