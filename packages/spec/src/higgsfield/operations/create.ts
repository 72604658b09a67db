import { isJsonObject, type JsonObject } from "../../json-object.ts";
import { once } from "../../once.ts";
import type { RouteState } from "../../operation/route-state.ts";
import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { estimateVideo, type PaidSeconds, type RateName } from "../facts/prices.ts";
import type {
  HiggsfieldCreate,
  HiggsfieldEstimateInputs,
  HiggsfieldWorkflow,
  SecondsRange,
} from "../operation.ts";

type Resolution = "720p" | "1080p" | "4k";

/** What a person writes of an endpoint. */
export interface CreateDescription {
  /** Below `kling-video/`. */
  readonly path: string;
  readonly title: string;
  readonly model: string;
  readonly workflow: HiggsfieldWorkflow;
  /** Absent where no price is on record. */
  readonly rate?: RateName;
  readonly fields: () => Readonly<Record<string, Schema>>;
  /** Of the tier in the path, or of the field that chooses it. */
  readonly resolution: Resolution | ((body: JsonObject) => Resolution);
  /** `none`: no sound; `always`; `kept`: that of the input video where the body keeps it; else the default of `sound`. */
  readonly sound: "none" | "always" | "kept" | "on" | "off";
  /** Ratio that the service assumes; absent where the input decides, or nothing is documented. */
  readonly defaultRatio?: "16:9" | "1:1";
  /** Seconds that the input video may have; absent where there is none. */
  readonly inputSeconds?: (body: JsonObject) => SecondsRange;
  /** The output is as long as the input video. Default: `duration` says how long it is. */
  readonly followsInput?: true;
  readonly minShotSeconds?: number;
  readonly requiredFor?: (body: JsonObject) => readonly string[];
  /** Default `documented`. */
  readonly state?: RouteState;
  readonly evidence?: readonly Source[];
}

/** @source DOC 2026-10 for those that several catalogues confirm */
const catalogue: Source = {
  confidence: "DOC",
  readOn: "2026-10",
  note: "published schemas, copied by a third party, confirmed by a second catalogue",
};

/** One limit for the whole account; single models may have a lower one. @source DOC 2026-09 capacity page */
export const ACCOUNT_POOL = "account";

/** Of every `duration`. @source DOC 2026-10 */
const DEFAULT_SECONDS = 5;

/** Builds `POST /kling-video/…`, whose result is one video. */
export function createOperation({
  path,
  title,
  model,
  workflow,
  fields,
  minShotSeconds,
  requiredFor = () => [],
  state = "documented",
  evidence = [catalogue],
  ...traits
}: CreateDescription): HiggsfieldCreate {
  const id = `kling-video/${path}`;
  const schema = once(() => s.object(fields()));
  return {
    id,
    title,
    family: "models",
    method: "POST",
    path: `/${id}`,
    effect: "spends",
    answer: "task",
    action: "create",
    state,
    evidence,
    source: evidence[0] ?? catalogue,
    workflow,
    model,
    // Built when it is needed, as Kling's.
    get body() {
      return schema();
    },
    ignoresUnknownFields: true,
    ...(traits.followsInput ? {} : { durationField: "duration" as const }),
    ...(minShotSeconds === undefined ? {} : { minShotSeconds }),
    requiredFor,
    inputVideoSeconds: (body) => traits.inputSeconds?.(body),
    outcome: (body) => ({
      results: [{ kind: "video", ...resultOf(traits, body) }],
      slots: 1,
      pool: ACCOUNT_POOL,
    }),
    estimate: (body, inputs = {}) =>
      estimateVideo(
        { rate: traits.rate, resolution: resolutionOf(traits, body), hasSound: isGenerated(traits, body) },
        paidSeconds(traits, body, inputs),
      ),
  };
}

type Traits = Pick<
  CreateDescription,
  "rate" | "resolution" | "sound" | "defaultRatio" | "inputSeconds" | "followsInput"
>;

function resultOf(traits: Traits, body: JsonObject) {
  const ratio = body["aspect_ratio"] ?? traits.defaultRatio;
  return {
    ...(traits.followsInput ? {} : { seconds: secondsOf(body) }),
    ...(typeof ratio === "string" ? { aspectRatio: ratio } : {}),
    resolution: resolutionOf(traits, body),
    hasSound: hasSound(traits, body),
    ...(traits.sound === "kept" && hasSound(traits, body) ? { keepsSound: true as const } : {}),
  };
}

const resolutionOf = ({ resolution }: Traits, body: JsonObject): Resolution =>
  typeof resolution === "string" ? resolution : resolution(body);

const secondsOf = ({ duration }: JsonObject): number =>
  typeof duration === "number" ? duration : DEFAULT_SECONDS;

function isGenerated({ sound }: Traits, body: JsonObject): boolean {
  if (sound === "none" || sound === "kept") return false;
  return sound === "always" || (body["sound"] ?? sound) === "on";
}

const hasSound = (traits: Traits, body: JsonObject): boolean =>
  traits.sound === "kept" ? body["keep_original_sound"] !== "no" : isGenerated(traits, body);

/** The input's seconds are rounded up. @source MIRROR 2026-10 for video-edit; INF for motion control */
function paidSeconds(
  { inputSeconds, followsInput }: Traits,
  body: JsonObject,
  { inputVideoSeconds: given }: HiggsfieldEstimateInputs,
): PaidSeconds {
  const range = inputSeconds?.(body);
  const mistake = given === undefined || !range ? undefined : lengthMistake(range, given);
  if (mistake !== undefined) return { reason: mistake };
  if (!followsInput || !range) return { seconds: secondsOf(body) };
  if (given !== undefined) return { seconds: Math.ceil(given) };
  const { maxSeconds } = range;
  const reason = `the output is as long as the input video, whose length is unknown; it has at most ${maxSeconds} s`;
  return { maxSeconds, reason };
}

/** What is wrong with the length of an input video, as a clause. */
export function lengthMistake({ minSeconds, maxSeconds }: SecondsRange, seconds: number): string | undefined {
  if (seconds >= minSeconds && seconds <= maxSeconds) return undefined;
  return `the input video has ${seconds} s; the endpoint takes ${minSeconds} to ${maxSeconds} s`;
}

/** Of a `mode` field. @source MIRROR 2026-10: std 720p, pro 1080p, 4k */
export const byMode =
  (serviceDefault: "std" | "pro") =>
  ({ mode = serviceDefault }: JsonObject): Resolution =>
    mode === "4k" ? "4k" : TIERS[mode === "std" ? "std" : "pro"];

export const TIERS = { std: "720p", pro: "1080p", "4k": "4k" } as const;

/** Whether a body asks for shots. */
export const isMultiShot = (body: unknown): boolean => isJsonObject(body) && body["multi_shots"] === true;
