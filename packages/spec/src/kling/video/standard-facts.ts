import type { JsonObject } from "../../json-object.ts";
import { objectOf, oneOf, textOf } from "../check/read-body.ts";
import type { AspectRatio, AudioMode, CapabilityRow, Resolution } from "../facts/capability.ts";
import { DEFAULT_SECONDS } from "../facts/capability.ts";
import type { FactName, VideoFacts } from "./facts.ts";
import { parsePromptShots } from "./prompt.ts";

/** What a request brings besides its settings. */
type InputFacts = Pick<
  VideoFacts,
  | "prompt"
  | "promptPath"
  | "firstFrame"
  | "lastFrame"
  | "referenceImages"
  | "elements"
  | "voices"
  | "videos"
  | "motionImage"
  | "motionVideo"
>;

function askedFacts(settings: JsonObject): ReadonlySet<FactName> {
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

/** Reads a body whose prompt stands beside `settings`; the schema has vouched for its types. */
export function readTextFacts(value: unknown, row: CapabilityRow): VideoFacts {
  const body = objectOf(value);
  return readStandardFacts(body, row, {
    prompt: textOf(body["prompt"]),
    promptPath: "prompt",
    firstFrame: undefined,
    lastFrame: undefined,
    referenceImages: [],
    elements: [],
    voices: [],
    videos: [],
    motionImage: undefined,
    motionVideo: undefined,
  });
}

/** Adds to the inputs of a standard body what its settings and options say. */
export function readStandardFacts(body: JsonObject, row: CapabilityRow, inputs: InputFacts): VideoFacts {
  const settings = objectOf(body["settings"]);
  const options = objectOf(body["options"]);
  const { prompt, promptPath, videos } = inputs;
  const multiShot = settings["multi_shot"];
  const canSplit = row.hasPromptShots === true && multiShot !== false;
  const shots = canSplit && prompt !== undefined ? parsePromptShots(prompt) : [];
  const duration = settings["duration"];
  const isEdit = videos.some(({ use }) => use === "base");
  return {
    ...inputs,
    model: row.model,
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
    shots: shots.map((shot) => ({ ...shot, path: promptPath })),
    orientation: oneOf(settings["character_orientation"], ["image", "video"] as const),
    cfgScale: undefined,
    camera: undefined,
    staticMask: undefined,
    dynamicMasks: [],
    hasWatermark: objectOf(options["watermark_info"])["enabled"] === true,
    callbackUrl: textOf(options["callback_url"]),
    externalTaskId: textOf(options["external_task_id"]),
    asked: askedFacts(settings),
  };
}
