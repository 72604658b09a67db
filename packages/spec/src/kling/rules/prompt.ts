import { SERVICE_MESSAGES } from "../messages.ts";
import { countCharacters, findLegacyTokens, type LegacyReferenceKind, SHOT_LIMITS } from "../prompt.ts";
import type { Rule, RuleScope } from "./rule.ts";

/** Text parts may be this long. @source DOC-OLD 2026-03 */
const NEGATIVE_PROMPT_MAX_CHARACTERS = 2500;

const isCustomized = ({ facts }: RuleScope) => facts.isMultiShot && facts.shotType === "customize";

export const promptRule: Rule = (scope) => {
  const { facts, row, family, refuse, paths } = scope;
  const needsPrompt = row.firstFrame !== "required" && !row.hasMotion && !isCustomized(scope);
  if (facts.prompt === undefined && needsPrompt) {
    const at =
      family === "standard" && paths.prompt === "prompt" && row.firstFrame !== "none"
        ? "contents"
        : paths.prompt;
    refuse({
      rule: "prompt-required",
      at: { path: at },
      message: "a prompt is required.",
      service: family === "standard" ? SERVICE_MESSAGES.empty(at) : SERVICE_MESSAGES.mustNotBeBlank(at),
    });
  }
  const path = facts.shots[0]?.path.startsWith("contents") ? facts.shots[0].path : paths.prompt;
  tooLong(scope, path, facts.prompt, row.promptMaxCharacters);
  tooLong(scope, paths.negativePrompt, facts.negativePrompt, NEGATIVE_PROMPT_MAX_CHARACTERS);
};

function tooLong({ refuse }: RuleScope, path: string, text: string | undefined, max: number): void {
  if (text === undefined) return;
  const length = countCharacters(text);
  if (length <= max) return;
  refuse({
    rule: "prompt-length",
    at: { path },
    message: `has ${length} characters; at most ${max} pass.`,
    service: SERVICE_MESSAGES.sizeBetween(path, 0, max),
  });
}

export const multiShotRule: Rule = (scope) => {
  const { facts, row, family, refuse, paths } = scope;
  if (!facts.isMultiShot) return;
  if (row.multiShotDefault === null && !row.hasPromptShots) {
    refuse({
      rule: "multi-shot",
      at: "multiShot",
      message: `${row.model} makes one shot. Leave it out.`,
      service: SERVICE_MESSAGES.unsupportedWith(paths.multiShot, "the current model makes one shot"),
    });
    return;
  }
  if (family === "legacy" && facts.shotType === undefined) {
    refuse({
      rule: "shot-type",
      at: "shotType",
      message: "is required with multi_shot: customize or intelligence.",
      service: SERVICE_MESSAGES.mustNotBeBlank(paths.shotType),
    });
  }
  shotLimits(scope);
};

function shotLimits(scope: RuleScope): void {
  const { facts, refuse, paths } = scope;
  const { shots, durationSeconds } = facts;
  if (isCustomized(scope) && shots.length === 0) {
    refuse({
      rule: "shots",
      at: "shots",
      message: `give 1 to ${SHOT_LIMITS.maxShots} shots.`,
      service: SERVICE_MESSAGES.mustNotBeBlank(paths.shots),
    });
    return;
  }
  if (shots.length === 0) return;
  const bad = (rule: string, path: string, message: string) =>
    refuse({ rule, at: { path }, message, service: SERVICE_MESSAGES.unsupportedWith(path, message) });
  const [{ path: root } = { path: paths.shots }] = shots;
  const list = root.startsWith("multi_prompt") ? paths.shots : root;
  if (shots.length > SHOT_LIMITS.maxShots) {
    bad("shots", list, `has ${shots.length} shots; at most ${SHOT_LIMITS.maxShots} pass.`);
  }
  for (const shot of shots) {
    if (shot.durationSeconds < SHOT_LIMITS.minSeconds)
      bad("shot-duration", shot.path, "a shot lasts at least 1 second.");
    if (countCharacters(shot.prompt) > SHOT_LIMITS.maxCharacters) {
      bad("shot-length", shot.path, `a shot's prompt has at most ${SHOT_LIMITS.maxCharacters} characters.`);
    }
  }
  const total = shots.reduce((sum, shot) => sum + shot.durationSeconds, 0);
  if (durationSeconds !== undefined && total !== durationSeconds) {
    bad(
      "shots-total",
      list,
      `the shots last ${total} seconds together, the video ${durationSeconds}; make them equal.`,
    );
  }
}

export const placeholderRule: Rule = ({ facts, family, refuse, warn }) => {
  const { prompt } = facts;
  if (prompt === undefined || family !== "legacy") return;
  const counts: Readonly<Record<LegacyReferenceKind, number>> = {
    image:
      facts.referenceImages.length + Number(Boolean(facts.firstFrame)) + Number(Boolean(facts.lastFrame)),
    element: facts.elements.length,
    video: facts.videos.length + Number(Boolean(facts.motionVideo)),
    voice: facts.voices.length,
  };
  for (const { token, kind, place } of findLegacyTokens(prompt)) {
    if (place >= 1 && place <= counts[kind]) continue;
    refuse({
      rule: "placeholder",
      at: "prompt",
      message: `names ${token}, but the request has ${counts[kind]} of kind ${kind}.`,
      service: SERVICE_MESSAGES.unsupportedWith("prompt", `${token} has no counterpart`),
    });
  }
  if (/(^|\s)@[\w-]+_\d+\b/.test(prompt)) {
    warn({
      rule: "placeholder-style",
      at: "prompt",
      message: "`@name` is plain text here; this family writes `<<<image_1>>>`.",
    });
  }
};

export const labelRule: Rule = ({ facts, family, refuse, warn }) => {
  if (family !== "standard") return;
  const items = [
    facts.firstFrame,
    facts.lastFrame,
    ...facts.referenceImages,
    ...facts.elements,
    ...facts.voices,
    ...facts.videos,
  ];
  const labels = items.flatMap((item) =>
    item?.label === undefined ? [] : [{ label: item.label, path: item.path.replace(/\.\w+$/, ".id") }],
  );
  labels.forEach(({ label, path }, at) => {
    const twin = labels.slice(0, at).find((other) => other.label === label);
    const nested = labels.find((other) => other.label !== label && other.label.includes(label));
    if (twin) {
      refuse({
        rule: "label-unique",
        at: { path },
        message: `'${label}' is also the id of ${twin.path}; ids are unique in a request.`,
        service: SERVICE_MESSAGES.valueInvalid(path, label),
      });
    } else if (nested) {
      refuse({
        rule: "label-nested",
        at: { path },
        message: `'${label}' is a part of '${nested.label}'; rename one, or the prompt cannot tell them apart.`,
        service: SERVICE_MESSAGES.valueInvalid(path, label),
      });
    } else if (!(facts.prompt ?? "").includes(`@${label}`)) {
      warn({ rule: "label-unused", at: { path }, message: `the prompt never names @${label}.` });
    }
  });
};
