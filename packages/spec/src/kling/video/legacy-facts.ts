import { isJsonObject, type JsonObject } from "../../json-object.ts";
import type { ItemFact } from "../../operation/operation.ts";
import type { Fault } from "../check/fault.ts";
import { listOf, objectOf, oneOf, textOf } from "../check/read-body.ts";
import type { AspectRatio, AudioMode, CapabilityRow } from "../facts/capability.ts";
import type { FactName, ShotFact, VideoFacts } from "./facts.ts";
import { LEGACY_MODES } from "./legacy-mode.ts";

function single(body: JsonObject, field: string): ItemFact | undefined {
  const value = textOf(body[field]);
  return value === undefined ? undefined : { path: field, value };
}

const listFacts = (
  body: JsonObject,
  list: string,
  field: string,
): readonly (ItemFact & { readonly item: JsonObject })[] =>
  listOf(body[list]).map((item, index) => ({
    item,
    path: `${list}[${index}].${field}`,
    value: textOf(item[field]) ?? "",
  }));

function shotFacts(body: JsonObject): readonly ShotFact[] {
  return listOf(body["multi_prompt"]).map((item, at) => ({
    index: typeof item["index"] === "number" ? item["index"] : at + 1,
    prompt: textOf(item["prompt"]) ?? "",
    durationSeconds: Number(textOf(item["duration"]) ?? 0),
    path: `multi_prompt[${at}]`,
  }));
}

const ASKED: readonly (readonly [string, FactName])[] = [
  ["duration", "duration"],
  ["mode", "resolution"],
  ["aspect_ratio", "aspectRatio"],
  ["sound", "audio"],
  ["keep_original_sound", "audio"],
  ["multi_shot", "multiShot"],
  ["shot_type", "shotType"],
  ["multi_prompt", "shots"],
  ["character_orientation", "orientation"],
  ["cfg_scale", "cfgScale"],
];

function audioOf(body: JsonObject, row: CapabilityRow, keepsSound: boolean | undefined): AudioMode {
  if (row.hasMotion) return body["keep_original_sound"] === "no" ? "off" : "original";
  if (body["sound"] === "on") return "native";
  return keepsSound ? "original" : "off";
}

function cameraOf(value: unknown): VideoFacts["camera"] {
  if (!isJsonObject(value)) return undefined;
  const config = isJsonObject(value["config"])
    ? Object.fromEntries(
        Object.entries(value["config"]).filter(
          (entry): entry is [string, number] => typeof entry[1] === "number",
        ),
      )
    : undefined;
  return { type: textOf(value["type"]) ?? "", config };
}

/** Reads a legacy body into facts; the schema has vouched for its types. */
export function readLegacyFacts(value: unknown, row: CapabilityRow): VideoFacts {
  const body = objectOf(value);
  const images = listFacts(body, "image_list", "image_url");
  const videos = listFacts(body, "video_list", "video_url").map(({ item, ...fact }) => ({
    ...fact,
    use: item["refer_type"] === "feature" ? ("feature" as const) : ("base" as const),
    keepsSound: item["keep_original_sound"] === "yes",
  }));
  const frame = (type: string) => images.find(({ item }) => item["type"] === type);
  const duration = Number(textOf(body["duration"]) ?? 5);
  // The length is ignored when a video is edited: the output is as long as the input.
  const isEdit = videos.some(({ use }) => use === "base");
  const isMultiShot = body["multi_shot"] === true;
  const plain = ({ path, value: text }: ItemFact): ItemFact => ({ path, value: text });
  const firstFrame = frame("first_frame");
  const lastFrame = frame("end_frame");
  return {
    model: row.model,
    prompt: textOf(body["prompt"]),
    promptPath: "prompt",
    negativePrompt: textOf(body["negative_prompt"]),
    durationSeconds: row.durationsSeconds === null || isEdit ? undefined : duration,
    resolution: LEGACY_MODES[textOf(body["mode"]) ?? ""] ?? row.defaultResolution,
    aspectRatio:
      row.aspectRatios === null
        ? undefined
        : (oneOf<AspectRatio>(body["aspect_ratio"], row.aspectRatios) ?? "16:9"),
    audio: audioOf(body, row, videos[0]?.keepsSound),
    isMultiShot,
    shotType: isMultiShot ? textOf(body["shot_type"]) : undefined,
    // The service ignores multi_prompt unless multi_shot is on.
    shots: isMultiShot ? shotFacts(body) : [],
    firstFrame: firstFrame ? plain(firstFrame) : single(body, "image"),
    lastFrame: lastFrame ? plain(lastFrame) : single(body, "image_tail"),
    referenceImages: images.filter(({ item }) => item["type"] === undefined).map(plain),
    elements: listFacts(body, "element_list", "element_id").map(plain),
    voices: listFacts(body, "voice_list", "voice_id").map(plain),
    videos,
    motionImage: row.hasMotion ? single(body, "image_url") : undefined,
    motionVideo: row.hasMotion ? single(body, "video_url") : undefined,
    orientation: oneOf(body["character_orientation"], ["image", "video"] as const),
    cfgScale: typeof body["cfg_scale"] === "number" ? body["cfg_scale"] : undefined,
    camera: cameraOf(body["camera_control"]),
    staticMask: single(body, "static_mask"),
    dynamicMasks: listFacts(body, "dynamic_masks", "mask").map(({ item, ...fact }) => ({
      ...fact,
      points: listOf(item["trajectories"]).length,
    })),
    hasWatermark: objectOf(body["watermark_info"])["enabled"] === true,
    callbackUrl: textOf(body["callback_url"]),
    externalTaskId: textOf(body["external_task_id"]),
    asked: new Set(ASKED.filter(([field]) => body[field] !== undefined).map(([, name]) => name)),
  };
}

/** A video starts and ends once; a second frame of a kind would be lost. @source INF, after `first_frame` of the standard family */
export function inspectImages(value: unknown): readonly Fault[] {
  const images = listOf(objectOf(value)["image_list"]).map(({ type }, index) => ({ type, index }));
  return (["first_frame", "end_frame"] as const).flatMap((type) => {
    const [, second] = images.filter((image) => image.type === type);
    if (!second) return [];
    return {
      rule: "content-once",
      path: `image_list[${second.index}].type`,
      message: `'${type}' may stand in image_list once. Remove the second one.`,
      subject: type,
    };
  });
}
