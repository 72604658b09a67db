import * as z from "zod/mini";
import type { CreateOperation } from "../operation.ts";
import type { Source } from "../source.ts";
import type { AspectRatio, AudioMode, Capability, CapabilityRow } from "./capability.ts";
import { CAMERA_AXES } from "./classic-limits.ts";
import type { CreateFacts, FactName, FactPaths, ItemFact, ShotFact } from "./facts.ts";
import { idText, mediaText, optionalField, requiredField } from "./fields.ts";
import { LEGACY_MODES } from "./legacy-mode.ts";
import { isJsonObject, type JsonObject } from "./normalize.ts";
import { SHOT_LIMITS } from "./prompt.ts";
import { legacyTask } from "./tasks.ts";

const LEGACY_PATHS: FactPaths = {
  model: "model_name",
  prompt: "prompt",
  negativePrompt: "negative_prompt",
  duration: "duration",
  resolution: "mode",
  aspectRatio: "aspect_ratio",
  audio: "sound",
  multiShot: "multi_shot",
  shots: "multi_prompt",
  shotType: "shot_type",
  firstFrame: "image",
  lastFrame: "image_tail",
  referenceImages: "image_list",
  elements: "element_list",
  voices: "voice_list",
  video: "video_list",
  motionImage: "image_url",
  motionVideo: "video_url",
  orientation: "character_orientation",
  cfgScale: "cfg_scale",
  cameraControl: "camera_control",
  staticMask: "static_mask",
  dynamicMasks: "dynamic_masks",
  callbackUrl: "callback_url",
  externalTaskId: "external_task_id",
};
const OMNI_PATHS: FactPaths = { ...LEGACY_PATHS, firstFrame: "image_list", lastFrame: "image_list" };
const MOTION_PATHS: FactPaths = { ...LEGACY_PATHS, audio: "keep_original_sound" };

const IMAGE_TEXT = "http(s) URL, or bare base64 without the `data:` prefix.";
const shared = () => ({
  watermark_info: z.optional(
    z.strictObject({
      enabled: optionalField(z.boolean(), {
        description: "Adds a second file with a watermark.",
        default: false,
      }),
    }),
  ),
  callback_url: optionalField(z.string(), { description: "URL that gets a POST at every status change." }),
  external_task_id: optionalField(z.string(), {
    description:
      "Id of the caller's own, unique in the account; a second use is refused, so it makes a create safe to repeat.",
  }),
});

const prompt = () =>
  optionalField(z.string(), { description: "What the video shows.", unit: "characters", maxLength: 2500 });
const mode = (assumed: string) =>
  optionalField(z.enum(["std", "pro", "4k"]), {
    description: "Quality: std = 720p, pro = 1080p.",
    default: assumed,
  });
const modelName = (assumed: string) => optionalField(z.string(), { description: "Model.", default: assumed });
const seconds = () =>
  optionalField(z.string().check(z.regex(/^\d{1,2}$/)), {
    description: "Length of the video, as text.",
    unit: "seconds",
    default: "5",
  });
const ratio = () =>
  optionalField(z.enum(["16:9", "9:16", "1:1"]), { description: "Width to height.", default: "16:9" });
const sound = () =>
  optionalField(z.enum(["on", "off"]), { description: "Generates a sound track.", default: "off" });
const elements = () =>
  optionalField(z.array(z.strictObject({ element_id: idText() })), {
    description: "Elements of the account's library.",
  });
const voices = () =>
  optionalField(z.array(z.strictObject({ voice_id: idText() })), {
    description: "Voices, named `<<<voice_1>>>` in the prompt; need sound.",
  });

const multiShot = () => ({
  multi_shot: optionalField(z.boolean(), { description: "Makes a video of several shots.", default: false }),
  shot_type: optionalField(z.enum(["customize", "intelligence"]), {
    description: "`customize` takes the shots from multi_prompt, `intelligence` splits the prompt.",
  }),
  multi_prompt: optionalField(
    z.array(
      z.strictObject({
        index: z.int(),
        prompt: requiredField(z.string(), {
          description: "What the shot shows.",
          unit: "characters",
          maxLength: SHOT_LIMITS.maxCharacters,
        }),
        duration: requiredField(z.string().check(z.regex(/^\d{1,2}$/)), {
          description: "Length of the shot, as text.",
          unit: "seconds",
        }),
      }),
    ),
    { description: "Shots in order; their lengths add up to the duration." },
  ),
});

const creative = () => ({
  negative_prompt: optionalField(z.string(), {
    description: "What the video must not show.",
    unit: "characters",
    maxLength: 2500,
  }),
  cfg_scale: optionalField(z.number().check(z.minimum(0), z.maximum(1)), {
    description: "How closely the prompt is followed; the 2.x models ignore it.",
    default: 0.5,
  }),
  camera_control: optionalField(
    z.strictObject({
      type: z.enum(["simple", "down_back", "forward_up", "right_turn_forward", "left_turn_forward"]),
      config: z.optional(z.partialRecord(z.enum(CAMERA_AXES), z.number())),
    }),
    { description: "Camera movement of the 1.x models." },
  ),
});

const text2videoBody = () =>
  z.strictObject({
    model_name: modelName("kling-v1"),
    prompt: prompt(),
    ...creative(),
    ...multiShot(),
    sound: sound(),
    mode: mode("std"),
    aspect_ratio: ratio(),
    duration: seconds(),
    ...shared(),
  });

const image2videoBody = () =>
  z.strictObject({
    model_name: modelName("kling-v1"),
    image: optionalField(mediaText(), { description: `First frame: ${IMAGE_TEXT}` }),
    image_tail: optionalField(mediaText(), { description: `Last frame: ${IMAGE_TEXT}` }),
    prompt: prompt(),
    ...creative(),
    ...multiShot(),
    element_list: elements(),
    voice_list: voices(),
    sound: sound(),
    mode: mode("std"),
    aspect_ratio: optionalField(z.string(), { description: "Without effect: the first frame decides." }),
    duration: seconds(),
    static_mask: optionalField(mediaText(), { description: `Area that must not move: ${IMAGE_TEXT}` }),
    dynamic_masks: optionalField(
      z.array(
        z.strictObject({
          mask: mediaText(),
          trajectories: z.array(z.strictObject({ x: z.int(), y: z.int() })),
        }),
      ),
      { description: "Areas that move, each along points in pixels from the bottom left." },
    ),
    ...shared(),
  });

const omniVideoBody = () =>
  z.strictObject({
    model_name: modelName("kling-video-o1"),
    prompt: prompt(),
    ...multiShot(),
    image_list: optionalField(
      z.array(
        z.strictObject({
          image_url: requiredField(mediaText(), { description: IMAGE_TEXT }),
          type: optionalField(z.enum(["first_frame", "end_frame"]), {
            description: "Frame to start or end with; a plain reference without it.",
          }),
        }),
      ),
      { description: "Images, named `<<<image_1>>>` in the prompt." },
    ),
    element_list: elements(),
    video_list: optionalField(
      z.array(
        z.strictObject({
          video_url: requiredField(z.string().check(z.minLength(1)), {
            description: "http(s) URL of an mp4 or mov file.",
          }),
          refer_type: optionalField(z.enum(["base", "feature"]), {
            description: "`base` is edited, `feature` is referred to.",
            default: "base",
          }),
          keep_original_sound: optionalField(z.enum(["yes", "no"]), {
            description: "Keeps the sound of the input.",
          }),
        }),
      ),
      { description: "At most one video, named `<<<video_1>>>` in the prompt." },
    ),
    sound: sound(),
    mode: mode("pro"),
    aspect_ratio: ratio(),
    duration: seconds(),
    ...shared(),
  });

const motionControlBody = () =>
  z.strictObject({
    model_name: modelName("kling-v2-6"),
    prompt: prompt(),
    image_url: requiredField(mediaText(), { description: `Whose appearance is used: ${IMAGE_TEXT}` }),
    video_url: requiredField(z.string().check(z.minLength(1)), {
      description: "Whose motion is used: http(s) URL of an mp4 or mov file.",
    }),
    element_list: elements(),
    keep_original_sound: optionalField(z.enum(["yes", "no"]), {
      description: "Keeps the sound of the motion video.",
      default: "yes",
    }),
    character_orientation: requiredField(z.enum(["image", "video"]), {
      description:
        "Which input the person's orientation follows: `image` (motion up to 10 s) or `video` (up to 30 s).",
    }),
    mode: requiredField(z.enum(["std", "pro"]), { description: "Quality: std = 720p, pro = 1080p." }),
    ...shared(),
  });

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const listOf = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.map(objectOf) : []);

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
  ["character_orientation", "orientation"],
  ["cfg_scale", "cfgScale"],
];

const oneOf = <Value extends string>(value: unknown, allowed: readonly Value[]): Value | undefined =>
  allowed.find((entry) => entry === value);

function audioOf(body: JsonObject, row: CapabilityRow, keepsSound: boolean | undefined): AudioMode {
  if (row.hasMotion) return body["keep_original_sound"] === "no" ? "off" : "original";
  if (body["sound"] === "on") return "native";
  return keepsSound ? "original" : "off";
}

function cameraOf(value: unknown): CreateFacts["camera"] {
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
export function digestLegacy(value: unknown, row: CapabilityRow): CreateFacts {
  const body = objectOf(value);
  const images = listFacts(body, "image_list", "image_url");
  const videos = listFacts(body, "video_list", "video_url").map(({ item, ...fact }) => ({
    ...fact,
    use: item["refer_type"] === "feature" ? ("feature" as const) : ("base" as const),
    keepsSound: item["keep_original_sound"] === "yes",
  }));
  const frame = (type: string) => images.find(({ item }) => item["type"] === type);
  const duration = Number(textOf(body["duration"]) ?? 5);
  const isMultiShot = body["multi_shot"] === true;
  const plain = ({ path, value: text }: ItemFact): ItemFact => ({ path, value: text });
  const firstFrame = frame("first_frame");
  const lastFrame = frame("end_frame");
  return {
    model: row.model,
    prompt: textOf(body["prompt"]),
    negativePrompt: textOf(body["negative_prompt"]),
    durationSeconds: row.durationsSeconds === null ? undefined : duration,
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

const BODIES = {
  text2video: {
    capability: "text-to-video",
    body: text2videoBody,
    paths: LEGACY_PATHS,
    defaultModel: "kling-v1",
  },
  image2video: {
    capability: "image-to-video",
    body: image2videoBody,
    paths: LEGACY_PATHS,
    defaultModel: "kling-v1",
  },
  "omni-video": {
    capability: "omni-video",
    body: omniVideoBody,
    paths: OMNI_PATHS,
    defaultModel: "kling-video-o1",
  },
  "motion-control": {
    capability: "motion-control",
    body: motionControlBody,
    paths: MOTION_PATHS,
    defaultModel: "kling-v2-6",
  },
} as const satisfies Record<
  string,
  { capability: Capability; body: () => z.ZodMiniType; paths: FactPaths; defaultModel: string }
>;

export type LegacyProduct = keyof typeof BODIES;

/** Builds the descriptor of `POST /v1/videos/{product}`. */
export function legacyCreate(
  product: LegacyProduct,
  rows: readonly CapabilityRow[],
  { title, source, examples = [] }: { title: string; source: Source; examples?: readonly string[] },
): CreateOperation {
  const { capability, body, paths, defaultModel } = BODIES[product];
  return {
    id: `v1/${product}`,
    title,
    kind: "create",
    family: "legacy",
    method: "POST",
    path: `/v1/videos/${product}`,
    capability,
    product,
    body: body(),
    data: legacyTask,
    rows,
    defaultModel,
    paths,
    digest: digestLegacy,
    source,
    examples,
  };
}
