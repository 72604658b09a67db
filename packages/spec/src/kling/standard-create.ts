import * as z from "zod/mini";
import type { Issue } from "../issue.ts";
import type { CreateOperation } from "../operation.ts";
import type { Source } from "../source.ts";
import type {
  AspectRatio,
  AudioMode,
  Capability,
  CapabilityRow,
  Resolution,
  VideoUse,
} from "./capability.ts";
import type { CreateFacts, FactName, FactPaths, ItemFact } from "./facts.ts";
import { idText, mediaText, optionalField, requiredField } from "./fields.ts";
import { isJsonObject, type JsonObject } from "./normalize.ts";
import { parsePromptShots } from "./prompt.ts";
import { standardTask } from "./tasks.ts";

/** Content types that the service knows for any product; one that this endpoint does not use is ignored, not refused. @source LIVE 2026-09-28 */
export const GLOBAL_CONTENT_TYPES: readonly string[] = [
  "prompt",
  "first_frame",
  "last_frame",
  "refer_image",
  "feature_video",
  "base_video",
  "element",
  "voice",
  "image",
  "video",
];

/** Values of `settings.audio` over all models. @source DOC 2026-09 */
export const GLOBAL_AUDIO_MODES: readonly AudioMode[] = ["native", "original", "off"];

export const STANDARD_PATHS: FactPaths = {
  model: "model",
  prompt: "prompt",
  negativePrompt: "negative_prompt",
  duration: "settings.duration",
  resolution: "settings.resolution",
  aspectRatio: "settings.aspect_ratio",
  audio: "settings.audio",
  multiShot: "settings.multi_shot",
  shots: "prompt",
  shotType: "settings.multi_shot",
  firstFrame: "contents",
  lastFrame: "contents",
  referenceImages: "contents",
  elements: "contents",
  voices: "contents",
  video: "contents",
  motionImage: "contents",
  motionVideo: "contents",
  orientation: "settings.character_orientation",
  cfgScale: "cfg_scale",
  cameraControl: "camera_control",
  staticMask: "static_mask",
  dynamicMasks: "dynamic_masks",
  callbackUrl: "options.callback_url",
  externalTaskId: "options.external_task_id",
};

const label = () => z.string().check(z.minLength(1));
const optionalLabel = () =>
  optionalField(label(), {
    description: "Name by which the prompt refers to this item as `@name`; unique in the request.",
  });

const itemOf = (type: string, text: string) =>
  z.strictObject({
    type: z.literal(type),
    url: requiredField(mediaText(), { description: text }),
    id: optionalLabel(),
  });

const IMAGE_TEXT = "http(s) URL, or bare base64 without the `data:` prefix.";
const VIDEO_TEXT = "http(s) URL of an mp4 or mov file; base64 is not accepted.";

const contentSchemas = (row: CapabilityRow): Readonly<Record<string, z.ZodMiniType>> => ({
  prompt: z.strictObject({
    type: z.literal("prompt"),
    text: requiredField(z.string().check(z.minLength(1)), {
      description: "What the video shows; refers to other items as `@name`.",
      unit: "characters",
      maxLength: row.promptMaxCharacters,
    }),
  }),
  first_frame: itemOf("first_frame", IMAGE_TEXT),
  last_frame: itemOf("last_frame", IMAGE_TEXT),
  refer_image: itemOf("refer_image", IMAGE_TEXT),
  feature_video: itemOf("feature_video", VIDEO_TEXT),
  base_video: itemOf("base_video", VIDEO_TEXT),
  image: itemOf("image", IMAGE_TEXT),
  video: itemOf("video", VIDEO_TEXT),
  element: z.strictObject({
    type: z.literal("element"),
    element_id: requiredField(idText(), { description: "Id of an element of the account's library." }),
    id: requiredField(label(), { description: "Name by which the prompt refers to the element as `@name`." }),
  }),
  voice: z.strictObject({
    type: z.literal("voice"),
    voice_id: requiredField(idText(), { description: "Id of a custom or preset voice." }),
    id: requiredField(label(), { description: "Name by which the prompt refers to the voice as `@name`." }),
  }),
});

/** Content types that an endpoint uses, from its row. */
export function contentTypesOf(row: CapabilityRow): readonly string[] {
  if (row.hasMotion) return ["prompt", "image", "video", ...(row.maxElements > 0 ? ["element"] : [])];
  return [
    "prompt",
    ...(row.firstFrame === "none" ? [] : ["first_frame"]),
    ...(row.lastFrameWhen ? ["last_frame"] : []),
    ...(row.maxReferenceImages > 0 ? ["refer_image"] : []),
    ...row.videoUses.map((use) => `${use}_video`),
    ...(row.maxElements > 0 ? ["element"] : []),
    ...(row.maxVoices > 0 ? ["voice"] : []),
  ];
}

const DEFAULT_SECONDS = 5;

function settingsSchema(row: CapabilityRow) {
  const seconds = row.durationsSeconds;
  return z.strictObject({
    ...(row.multiShotDefault === null
      ? {}
      : {
          multi_shot: optionalField(z.boolean(), {
            description: "Lets the prompt's `shot n, m, words;` parts become shots of one video.",
            default: row.multiShotDefault,
          }),
        }),
    ...(row.isAudioAlwaysOn || row.audio.length < 2
      ? {}
      : {
          audio: optionalField(z.enum(row.audio), {
            description:
              "Sound track: `native` is generated with the picture, `original` keeps the input's, `off` is silent.",
            default: row.defaultAudio,
          }),
        }),
    resolution: optionalField(z.enum(row.resolutions), {
      description: "Short side of the picture.",
      default: row.defaultResolution,
    }),
    ...(row.aspectRatios === null
      ? {}
      : {
          aspect_ratio: optionalField(z.enum(row.aspectRatios), {
            description: "Width to height; with a first frame or an input video the input decides.",
            default: "16:9",
          }),
        }),
    ...(seconds === null
      ? {}
      : {
          duration: optionalField(
            z.int().check(z.minimum(Math.min(...seconds)), z.maximum(Math.max(...seconds))),
            {
              description: "Length of the video.",
              unit: "seconds",
              default: DEFAULT_SECONDS,
            },
          ),
        }),
    ...(row.hasMotion
      ? {
          character_orientation: requiredField(z.enum(["image", "video"]), {
            description:
              "Which input the person's orientation follows: `image` (motion up to 10 s) or `video` (up to 30 s).",
          }),
        }
      : {}),
  });
}

const optionsSchema = () =>
  z.strictObject({
    callback_url: optionalField(z.string(), { description: "URL that gets a POST at every status change." }),
    external_task_id: optionalField(z.string(), {
      description:
        "Id of the caller's own, unique in the account; a second use is refused, so it makes a create safe to repeat.",
    }),
    watermark_info: z.optional(
      z.strictObject({
        enabled: optionalField(z.boolean(), {
          description: "Adds a second file with a watermark.",
          default: false,
        }),
      }),
    ),
  });

/** Schema of a body whose prompt stands beside `settings`. */
function promptBody(row: CapabilityRow) {
  return z.strictObject({
    prompt: requiredField(z.string().check(z.minLength(1)), {
      description: "What the video shows.",
      unit: "characters",
      maxLength: row.promptMaxCharacters,
    }),
    settings: z.optional(settingsSchema(row)),
    options: z.optional(optionsSchema()),
  });
}

/** Schema of a body whose inputs are a list of typed items. */
function contentsBody(row: CapabilityRow) {
  const schemas = contentSchemas(row);
  const [first, ...rest] = contentTypesOf(row).flatMap((type) => schemas[type] ?? []);
  if (!first) throw new Error(`${row.model} has no content types`);
  return z.strictObject({
    contents: requiredField(z.array(z.union([first, ...rest])).check(z.minLength(1)), {
      description: "Prompt and inputs, one object each.",
    }),
    settings: row.hasMotion ? settingsSchema(row) : z.optional(settingsSchema(row)),
    options: z.optional(optionsSchema()),
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

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
export function digestStandard(value: unknown, row: CapabilityRow): CreateFacts {
  const body = objectOf(value);
  const settings = objectOf(body["settings"]);
  const options = objectOf(body["options"]);
  const contents = readContents(body);
  const all = (type: string, field = "url") =>
    contents.filter((entry) => entry.type === type).map((entry) => itemFact(entry, field));
  const prompt = textOf(body["prompt"]) ?? all("prompt", "text")[0]?.value;
  const multiShot = settings["multi_shot"];
  const canSplit = row.hasPromptShots === true && multiShot !== false;
  const shots = canSplit && prompt !== undefined ? parsePromptShots(prompt) : [];
  const videos = (["feature", "base"] as const satisfies readonly VideoUse[]).flatMap((use) =>
    all(`${use}_video`).map((fact) => ({ ...fact, use })),
  );
  const duration = settings["duration"];
  return {
    model: row.model,
    prompt,
    negativePrompt: undefined,
    durationSeconds:
      row.durationsSeconds === null ? undefined : typeof duration === "number" ? duration : DEFAULT_SECONDS,
    resolution: oneOf<Resolution>(settings["resolution"], row.resolutions) ?? row.defaultResolution,
    aspectRatio:
      row.aspectRatios === null
        ? undefined
        : (oneOf<AspectRatio>(settings["aspect_ratio"], row.aspectRatios) ?? "16:9"),
    audio: oneOf<AudioMode>(settings["audio"], row.audio) ?? row.defaultAudio,
    isMultiShot: multiShot === true || shots.length > 0,
    shotType: undefined,
    shots: shots.map((shot) => ({ ...shot, path: promptPath(contents) })),
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

function promptPath(contents: readonly ContentItem[]): string {
  const entry = contents.find(({ type }) => type === "prompt");
  return entry ? `contents[${entry.index}].text` : "prompt";
}

function oneOf<Value extends string>(value: unknown, allowed: readonly Value[]): Value | undefined {
  return allowed.find((entry) => entry === value);
}

const SINGLE_TYPES = ["prompt", "first_frame", "last_frame", "image", "video"] as const;

/** Content types that may stand in a request once. @source DOC 2026-09 (`first_frame` "required once"; others INF) */
function inspectContents(value: unknown): readonly Issue[] {
  const contents = readContents(objectOf(value));
  return SINGLE_TYPES.flatMap((type) => {
    const [, second] = contents.filter((entry) => entry.type === type);
    if (!second) return [];
    const path = `contents[${second.index}].type`;
    return {
      rule: "content-once",
      path,
      message: `${path}: '${type}' may stand in contents once. Remove the second one.`,
      serviceMessage: `contents item of type '${type}' must be unique`,
      serviceCode: 1201,
    };
  });
}

/** Builds the descriptor of `POST /{capability}/{model}` from the model's row. */
export function standardCreate(
  capability: Capability,
  row: CapabilityRow,
  { title, source, examples = [] }: { title: string; source: Source; examples?: readonly string[] },
): CreateOperation {
  const isText = capability === "text-to-video";
  return {
    id: `${capability}/${row.model}`,
    title,
    kind: "create",
    family: "standard",
    method: "POST",
    path: `/${capability}/${row.model}`,
    capability,
    product: capability,
    body: isText ? promptBody(row) : contentsBody(row),
    data: standardTask,
    rows: [row],
    defaultModel: null,
    paths: STANDARD_PATHS,
    digest: digestStandard,
    ...(isText ? {} : { inspect: inspectContents }),
    source,
    examples,
  };
}
