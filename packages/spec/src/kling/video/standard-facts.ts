import type { JsonObject } from "../../json-object.ts";
import type { ItemFact } from "../../operation/operation.ts";
import type { Fault } from "../check/fault.ts";
import { objectOf, oneOf, textOf } from "../check/read-body.ts";
import type { AspectRatio, AudioMode, CapabilityRow, Resolution, VideoUse } from "../facts/capability.ts";
import { DEFAULT_SECONDS } from "../facts/capability.ts";
import type { FactName, VideoFacts } from "./facts.ts";
import { parsePromptShots } from "./prompt.ts";

interface ContentItem {
  readonly index: number;
  readonly type: string;
  readonly item: JsonObject;
}

function readContents(body: JsonObject): readonly ContentItem[] {
  const list = Array.isArray(body["contents"]) ? body["contents"] : [];
  return list.map((entry: unknown, index) => {
    const item = objectOf(entry);
    return { index, item, type: textOf(item["type"]) ?? "" };
  });
}

function itemFact({ index, item }: ContentItem, field: string): ItemFact {
  const name = textOf(item["id"]);
  return {
    path: `contents[${index}].${field}`,
    value: textOf(item[field]) ?? "",
    ...(name === undefined ? {} : { label: name }),
  };
}

function askedFacts(body: JsonObject): ReadonlySet<FactName> {
  const settings = objectOf(body["settings"]);
  const names: readonly (readonly [string, FactName])[] = [
    ["duration", "duration"],
    ["resolution", "resolution"],
    ["aspect_ratio", "aspectRatio"],
    ["audio", "audio"],
    ["multi_shot", "multiShot"],
    ["character_orientation", "orientation"],
  ];
  return new Set(names.filter(([field]) => settings[field] !== undefined).map(([, name]) => name));
}

/** Reads a standard body into facts; the schema has vouched for its types. */
export function readStandardFacts(value: unknown, row: CapabilityRow): VideoFacts {
  const body = objectOf(value);
  const settings = objectOf(body["settings"]);
  const options = objectOf(body["options"]);
  const contents = readContents(body);
  const all = (type: string, field = "url") =>
    contents.filter((entry) => entry.type === type).map((entry) => itemFact(entry, field));
  const prompt = textOf(body["prompt"]) ?? all("prompt", "text")[0]?.value;
  const path = promptPath(body, contents);
  const multiShot = settings["multi_shot"];
  const canSplit = row.hasPromptShots === true && multiShot !== false;
  const shots = canSplit && prompt !== undefined ? parsePromptShots(prompt) : [];
  const videos = (["feature", "base"] as const satisfies readonly VideoUse[]).flatMap((use) =>
    all(`${use}_video`).map((fact) => ({ ...fact, use })),
  );
  const duration = settings["duration"];
  const isEdit = videos.some(({ use }) => use === "base");
  return {
    model: row.model,
    prompt,
    promptPath: path,
    negativePrompt: undefined,
    durationSeconds:
      row.durationsSeconds === null || isEdit
        ? undefined
        : typeof duration === "number"
          ? duration
          : DEFAULT_SECONDS,
    resolution: oneOf<Resolution>(settings["resolution"], row.resolutions) ?? row.defaultResolution,
    aspectRatio:
      row.aspectRatios === null
        ? undefined
        : (oneOf<AspectRatio>(settings["aspect_ratio"], row.aspectRatios) ?? "16:9"),
    audio: oneOf<AudioMode>(settings["audio"], row.audio) ?? row.defaultAudio,
    isMultiShot: multiShot === true || shots.length > 0,
    shotType: undefined,
    shots: shots.map((shot) => ({ ...shot, path })),
    firstFrame: all("first_frame")[0],
    lastFrame: all("last_frame")[0],
    referenceImages: all("refer_image"),
    elements: all("element", "element_id"),
    voices: all("voice", "voice_id"),
    videos,
    motionImage: row.hasMotion ? all("image")[0] : undefined,
    motionVideo: row.hasMotion ? all("video")[0] : undefined,
    orientation: oneOf(settings["character_orientation"], ["image", "video"] as const),
    cfgScale: undefined,
    camera: undefined,
    staticMask: undefined,
    dynamicMasks: [],
    hasWatermark: objectOf(options["watermark_info"])["enabled"] === true,
    callbackUrl: textOf(options["callback_url"]),
    externalTaskId: textOf(options["external_task_id"]),
    asked: askedFacts(body),
  };
}

function promptPath(body: JsonObject, contents: readonly ContentItem[]): string {
  if (body["contents"] === undefined) return "prompt";
  const entry = contents.find(({ type }) => type === "prompt");
  return entry ? `contents[${entry.index}].text` : "contents";
}

const SINGLE_TYPES = ["prompt", "first_frame", "last_frame", "image", "video"] as const;

/** Content types that may stand in a request once. @source DOC 2026-09 (`first_frame` "required once"; others INF) */
export function inspectContents(value: unknown): readonly Fault[] {
  const contents = readContents(objectOf(value));
  return SINGLE_TYPES.flatMap((type) => {
    const [, second] = contents.filter((entry) => entry.type === type);
    if (!second) return [];
    return {
      rule: "content-once",
      path: `contents[${second.index}].type`,
      message: `'${type}' may stand in contents once. Remove the second one.`,
      subject: type,
    };
  });
}
