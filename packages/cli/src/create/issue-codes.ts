import type { Issue, Route, Warning } from "@klingkit/spec";
import { type CliError, usageError } from "../errors/cli-error.ts";
import type { UsageCode } from "../errors/codes/error-codes.ts";
import { flagOfField } from "./request-flags.ts";

/** Error code by rule of the spec. */
const BY_RULE: Readonly<Record<string, UsageCode>> = {
  model: "invalid_model",
  "model-retired": "invalid_model",
  resolution: "invalid_mode",
  duration: "invalid_duration",
  "aspect-ratio": "invalid_ratio",
  audio: "incompatible_sound",
  "audio-condition": "incompatible_sound",
  "audio-original": "incompatible_sound",
  "audio-with-video": "incompatible_sound",
  "prompt-required": "missing_prompt",
  "prompt-length": "invalid_prompt",
  "first-frame-required": "missing_image",
  "image-required": "missing_image",
  "video-required": "missing_video",
  "video-url": "invalid_video",
  "image-value": "invalid_image",
  "image-content": "invalid_image",
  "unreachable-address": "unreachable_address",
  "last-frame": "incompatible_last_frame",
  "last-frame-condition": "incompatible_last_frame",
  "last-frame-with-feature-video": "incompatible_last_frame",
  "last-frame-alone": "last_frame_requires_first",
  "camera-control": "incompatible_camera_control",
  "camera-condition": "incompatible_camera_control",
  "camera-type": "invalid_camera_control",
  "camera-config": "invalid_camera_control",
  "camera-range": "invalid_camera_control",
  "motion-brush": "incompatible_motion_brush",
  "motion-brush-condition": "incompatible_motion_brush",
  "motion-brush-count": "invalid_dynamic_mask",
  "motion-brush-points": "invalid_dynamic_mask",
  "element-id": "invalid_element",
  "one-of": "missing_input",
  "audio-url": "invalid_audio",
  "callback-url": "invalid_callback_url",
  "external-id": "invalid_external_id",
};

/** Where a rule has no code of its own, the field decides. */
const BY_FIELD: readonly (readonly [RegExp, UsageCode])[] = [
  [/cfg_?scale/i, "invalid_cfg_scale"],
  [/camera/i, "incompatible_camera_control"],
  [/mask/i, "incompatible_motion_brush"],
  [/voice/i, "incompatible_voice"],
  [/image_list|references/i, "too_many_images"],
  [/image_tail|last_?frame/i, "incompatible_last_frame"],
  [/model/i, "invalid_model"],
  [/sound|audio/i, "incompatible_sound"],
  [/aspect_?ratio/i, "invalid_ratio"],
  [/duration/i, "invalid_duration"],
  [/prompt/i, "invalid_prompt"],
];

/** Rules about the shape of a value: what is wrong is the value itself, not what it stands beside. */
const SHAPE_RULES: readonly string[] = ["type", "required", "enum", "range"];

const INVALID_SHAPE: readonly (readonly [RegExp, UsageCode])[] = [
  [/camera/i, "invalid_camera_control"],
  [/dynamic_?mask/i, "invalid_dynamic_mask"],
];

export function codeOfIssue({ rule, path }: Issue): UsageCode {
  if (SHAPE_RULES.includes(rule)) {
    const code = INVALID_SHAPE.find(([pattern]) => pattern.test(path))?.[1];
    if (code) return code;
  }
  // Masks, camera and last frame exclude each other: the code names the one that the message points at.
  const byField = BY_FIELD.find(([pattern]) => pattern.test(path))?.[1];
  if (rule === "exclusive-controls") return byField ?? "incompatible_last_frame";
  return BY_RULE[rule] ?? byField ?? "invalid_request";
}

/** Names the flag that was typed, where the message begins with the field that it fills. */
export function inFlags<Item extends Issue | Warning>(item: Item): Item {
  const { field, message } = item;
  const flag = flagOfField(field?.replace(/[.[].*$/, "") ?? "");
  if (field === undefined || flag === undefined || !message.startsWith(`${field}: `)) return item;
  return { ...item, message: `${flag}: ${message.slice(field.length + 2)}` };
}

/**
 * One error for all issues of a request; the first one gives the code. `wider` is a route that would take the request, `advice`
 * which other service would.
 */
export function issuesError(found: readonly Issue[], wider?: Route, advice = ""): CliError | undefined {
  const issues = found.map(inFlags);
  const [first] = issues;
  if (!first) return undefined;
  const rest =
    issues.length > 1 ? { issues: issues.map(({ rule, path, message }) => ({ rule, path, message })) } : {};
  const other =
    wider === undefined
      ? ""
      : ` ${wider.id} takes it: to use it, add \`--model ${wider.model}\`, and look at its price.`;
  return usageError(codeOfIssue(first), `${first.message}${other}${advice}`, {
    field: first.path,
    ...(first.allowed ? { allowed: first.allowed } : {}),
    ...rest,
  });
}
