import type { JsonObject } from "../../json-object.ts";
import type { Resolution } from "../../kling/facts/capability.ts";
import type { VideoRequest } from "../../kling/video/request.ts";

type RequestField = keyof VideoRequest;

/** What a part of a request becomes in a flat body. */
export interface WrittenField {
  /** Field of the body, by preference: the first that the endpoint has. */
  readonly names: readonly string[];
  readonly value: unknown;
  /** Field of the request, for messages; a path where it is inside one. */
  readonly field: string;
}

const MODES: Readonly<Partial<Record<Resolution, string>>> = { "720p": "std", "1080p": "pro", "4k": "4k" };

/** Fields of a request that no endpoint has. A webhook is no part of the body: who sends it names its own. */
export const UNKNOWN_FIELDS: readonly RequestField[] = [
  "callbackUrl",
  "voices",
  "hasWatermark",
  "camera",
  "staticMask",
  "dynamicMasks",
];

/** The parts of a request as body fields, those that are not asked for left out. `sound` and quality have rules of their own. */
export function writtenFields(request: VideoRequest): readonly WrittenField[] {
  const { firstFrame, lastFrame, references = [], elements = [], shots = [], motion, video } = request;
  const parts: readonly (WrittenField | undefined)[] = [
    part("prompt", request.prompt, "prompt"),
    part("negativePrompt", request.negativePrompt, "negative_prompt"),
    part("firstFrame", firstFrame, "image_url", "first_frame_url"),
    part("lastFrame", lastFrame, "last_image_url", "last_frame_url"),
    part("references", listOf(references.map(({ image }) => image)), "image_urls"),
    part("elements", listOf(elements.map(({ elementId }) => elementId)), "elements"),
    part("video", video && [video.url], "video_urls"),
    part("motion.image", motion?.image, "image_url"),
    part("motion.videoUrl", motion?.videoUrl, "video_url"),
    part("motion.orientation", motion?.orientation, "character_orientation"),
    part("audio", motion && (request.audio === "off" ? "no" : "yes"), "keep_original_sound"),
    part(shots.length > 0 ? "shots" : "isMultiShot", isShots(request) ? true : undefined, "multi_shots"),
    part(
      "shots",
      listOf(shots.map(({ prompt, durationSeconds: duration }) => ({ prompt, duration }))),
      "multi_prompt",
    ),
    part("durationSeconds", lengthOf(request), "duration"),
    part("aspectRatio", request.aspectRatio, "aspect_ratio"),
    part("cfgScale", request.cfgScale, "cfg_scale"),
  ];
  return parts.filter((written) => written !== undefined);
}

const isShots = ({ shots = [], isMultiShot }: VideoRequest): boolean =>
  shots.length > 0 || isMultiShot === true;

/** Shots say how long the video is, unless a length is given beside them. */
function lengthOf({ durationSeconds, shots = [] }: VideoRequest): number | undefined {
  if (durationSeconds !== undefined || shots.length === 0) return durationSeconds;
  return shots.reduce((sum, shot) => sum + shot.durationSeconds, 0);
}

const part = (field: string, value: unknown, ...names: readonly string[]): WrittenField | undefined =>
  value === undefined ? undefined : { names, value, field };

const listOf = <Item>(list: readonly Item[]): readonly Item[] | undefined =>
  list.length > 0 ? list : undefined;

/** The quality of a request in the fields that choose it, where an endpoint has one. The default of a request is 720p. */
export const qualityFields = ({ resolution = "720p" }: VideoRequest): JsonObject => ({
  mode: MODES[resolution],
  resolution,
});

/** The field of the request that a finding about a body field is about. */
export function requestFieldOf(path: string, written: readonly WrittenField[]): string | undefined {
  const [name = ""] = /^[a-z_]+/.exec(path) ?? [];
  if (name === "mode" || name === "resolution") return "resolution";
  if (name === "sound") return "audio";
  if (name === "multi_prompt")
    return path.replace("multi_prompt", "shots").replace(".duration", ".durationSeconds");
  return written.find(({ names }) => names.includes(name))?.field ?? FIELDS[name];
}

/** Of body fields that the request did not fill. */
const FIELDS: Readonly<Record<string, string>> = {
  prompt: "prompt",
  image_url: "firstFrame",
  first_frame_url: "firstFrame",
  video_urls: "video",
  duration: "durationSeconds",
};
