import {
  ASPECT_RATIOS,
  type AspectRatio,
  CAMERA_AXES,
  type CameraFact,
  LEGACY_MODES,
  RESOLUTIONS,
  type Resolution,
} from "@klingkit/spec/plain";
import { usageError } from "../errors/cli-error.ts";
import type { UsageCode } from "../errors/codes/error-codes.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";

/** Whole seconds; which of them a model takes is judged with the rest of the request. */
export function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,3})s?$/.exec(text.trim());
  if (match?.[1]) return Number(match[1]);
  throw usageError("invalid_duration", `--duration: '${text}' is not a whole number of seconds.`);
}

/** `--shot 3:words`, in order. */
export function parseShots(
  texts: readonly string[] | undefined,
): readonly { readonly prompt: string; readonly durationSeconds: number }[] | undefined {
  return texts?.map((text) => {
    const [, seconds, prompt = ""] = /^\s*(\d{1,3})s?\s*:([\s\S]+)$/.exec(text) ?? [];
    if (prompt.trim() !== "") return { prompt: prompt.trim(), durationSeconds: Number(seconds) };
    throw usageError(
      "invalid_shot",
      `--shot: '${text}' is not a length and what the shot shows, such as "3:a fox looks up".`,
    );
  });
}

/** `1080p`, or the service's word for it, `pro`. */
export function parseResolution(text: string | undefined): Resolution | undefined {
  if (text === undefined) return undefined;
  const ofMode = Object.hasOwn(LEGACY_MODES, text) ? LEGACY_MODES[text] : undefined;
  const resolution = RESOLUTIONS.find((size) => size === text) ?? ofMode;
  if (resolution) return resolution;
  throw unsupportedValue("invalid_mode", { source: "--resolution", value: text, known: RESOLUTIONS });
}

/** The service's word for a size, such as `pro`. */
export const modeOf = (resolution: Resolution | undefined): string | undefined =>
  Object.entries(LEGACY_MODES).find(([, size]) => size === resolution)?.[0];

export function parseRatio(text: string | undefined): AspectRatio | undefined {
  if (text === undefined) return undefined;
  const ratio = ASPECT_RATIOS.find((entry) => entry === text);
  if (ratio) return ratio;
  throw unsupportedValue("invalid_ratio", { source: "--aspect-ratio", value: text, known: ASPECT_RATIOS });
}

export function parseCfgScale(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw usageError("invalid_cfg_scale", `--cfg-scale: '${text}' is not a number from 0 to 1.`);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(text: string, code: UsageCode, flag: string, example: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(code, `${flag}: not JSON. Example: ${example}`);
  }
}

const CAMERA_EXAMPLE = '{"type":"simple","config":{"zoom":5}}';

/** Shape only; types, axes and ranges are rules of the model. */
export function parseCamera(text: string | undefined): CameraFact | undefined {
  if (text === undefined) return undefined;
  const bad = (why: string) =>
    usageError("invalid_camera_control", `--camera-control: ${why} Example: ${CAMERA_EXAMPLE}`);
  const value = parseJson(text, "invalid_camera_control", "--camera-control", CAMERA_EXAMPLE);
  if (!isObject(value) || typeof value["type"] !== "string") throw bad("it needs a `type`.");
  const unknown = Object.keys(value).find((key) => key !== "type" && key !== "config");
  if (unknown) throw bad(`'${unknown}' is not a field of it.`);
  return { type: value["type"], config: parseAxes(value["config"], bad) };
}

function parseAxes(
  config: unknown,
  bad: (why: string) => Error,
): Readonly<Record<string, number>> | undefined {
  if (config === undefined) return undefined;
  if (!isObject(config)) throw bad("`config` is an object of axes.");
  const axes: Record<string, number> = {};
  for (const [axis, amount] of Object.entries(config)) {
    if (!CAMERA_AXES.some((known) => known === axis))
      throw bad(`'${axis}' is not an axis. Use ${CAMERA_AXES.join(", ")}.`);
    if (typeof amount !== "number") throw bad(`'${axis}' is a number.`);
    axes[axis] = amount;
  }
  return axes;
}

export interface DynamicMask {
  /** Path, URL or base64. */
  readonly mask: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const MASK_EXAMPLE = '[{"mask":"mask.png","trajectories":[{"x":279,"y":219},{"x":417,"y":65}]}]';

export function parseDynamicMasks(text: string | undefined): readonly DynamicMask[] | undefined {
  if (text === undefined) return undefined;
  const value = parseJson(text, "invalid_dynamic_mask", "--dynamic-mask", MASK_EXAMPLE);
  const bad = (why: string) =>
    usageError("invalid_dynamic_mask", `--dynamic-mask: ${why} Example: ${MASK_EXAMPLE}`);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (!isObject(item) || typeof item["mask"] !== "string" || item["mask"] === "")
      throw bad("every item needs a `mask`.");
    if (!Array.isArray(item["trajectories"])) throw bad("every item needs `trajectories`, a list of points.");
    const points: readonly unknown[] = item["trajectories"];
    return { mask: item["mask"], points: points.map((point) => parsePoint(point, bad)) };
  });
}

function parsePoint(point: unknown, bad: (why: string) => Error): { readonly x: number; readonly y: number } {
  if (isObject(point) && typeof point["x"] === "number" && typeof point["y"] === "number")
    return { x: point["x"], y: point["y"] };
  throw bad("a point is {x, y} in pixels.");
}

/** Default of `--timeout` where a command waits for the end of a task. */
export const WAIT_TIMEOUT_SECONDS = 1800;
/** And where it only sends: a lost answer can be looked up, proved absent and sent again within this time. */
export const SEND_TIMEOUT_SECONDS = 120;
const MAX_TIMEOUT_SECONDS = 86_400;

/** Seconds for `--timeout`. */
export function parseTimeoutMs(text: string | undefined, defaultSeconds = WAIT_TIMEOUT_SECONDS): number {
  const seconds = text === undefined ? defaultSeconds : text.trim() === "" ? Number.NaN : Number(text);
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return seconds * 1000;
  throw usageError(
    "invalid_timeout",
    `--timeout: '${text}' is not a number of seconds above 0 and up to ${MAX_TIMEOUT_SECONDS}.`,
  );
}

/** Splits repeated and comma-separated values. */
export function splitList(values: readonly string[] | undefined): readonly string[] {
  return (values ?? [])
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter(Boolean);
}
