import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import {
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  orientation,
  requiredField,
  taskOptions,
  videoText,
} from "../check/fields.ts";
import { type CapabilityRow, DEFAULT_SECONDS } from "../facts/capability.ts";
import { contentTypesOf } from "./content-types.ts";

const SETTINGS_TEXT = "How the video is made.";
const OPTIONS_TEXT = "How the task is run; the same on every create.";

const label = () => s.string({ minLength: 1 });
const optionalLabel = () =>
  optionalField(label(), {
    description: "Unique name; the prompt writes `@name`.",
  });

const itemOf = (type: string, url: Schema, text: string) =>
  s.object({
    type: s.literal(type),
    url: requiredField(url, { description: text }),
    id: optionalLabel(),
  });

const imageOf = (type: string, { imageRule }: CapabilityRow) =>
  itemOf(type, imageText(imageRule), IMAGE_TEXT);

const videoOf = (type: string) => itemOf(type, videoText(), VIDEO_TEXT);

const VIDEO_TEXT = "http(s) URL of an mp4 or mov file; base64 is not accepted.";

const contentSchemas = (row: CapabilityRow): Readonly<Record<string, Schema>> => ({
  prompt: s.object({
    type: s.literal("prompt"),
    text: requiredField(s.string({ minLength: 1 }), {
      description: "What the video shows; refers to other items as `@name`.",
      unit: "characters",
      maxLength: row.promptMaxCharacters,
    }),
  }),
  first_frame: imageOf("first_frame", row),
  last_frame: imageOf("last_frame", row),
  refer_image: imageOf("refer_image", row),
  feature_video: videoOf("feature_video"),
  base_video: videoOf("base_video"),
  image: imageOf("image", row),
  video: videoOf("video"),
  element: s.object({
    type: s.literal("element"),
    element_id: requiredField(idText(), { description: "Id of an element of the account's library." }),
    id: requiredField(label(), { description: "Unique name; the prompt writes `@name`." }),
  }),
  voice: s.object({
    type: s.literal("voice"),
    voice_id: requiredField(idText(), { description: "Id of a custom or preset voice." }),
    id: requiredField(label(), { description: "Unique name; the prompt writes `@name`." }),
  }),
});

function settingsSchema(row: CapabilityRow) {
  const seconds = row.durationsSeconds;
  return s.object({
    ...(row.multiShotDefault === null
      ? {}
      : {
          multi_shot: optionalField(s.boolean(), {
            description: "Makes shots of the prompt's `shot n, m, words;` parts.",
            serviceDefault: row.multiShotDefault,
          }),
        }),
    ...(row.isAudioAlwaysOn || row.audio.length < 2
      ? {}
      : {
          audio: optionalField(s.oneOf(row.audio), {
            description: "Sound: `native` is generated, `original` is the input's, `off` is silent.",
            serviceDefault: row.defaultAudio,
          }),
        }),
    resolution: optionalField(s.oneOf(row.resolutions), {
      description: "Short side of the picture.",
      serviceDefault: row.defaultResolution,
    }),
    ...(row.aspectRatios === null
      ? {}
      : {
          aspect_ratio: optionalField(s.oneOf(row.aspectRatios), {
            description: "Width to height; an input frame or video decides instead.",
            serviceDefault: "16:9",
          }),
        }),
    ...(seconds === null
      ? {}
      : {
          duration: optionalField(s.int({ minimum: Math.min(...seconds), maximum: Math.max(...seconds) }), {
            description: "Length of the video.",
            unit: "seconds",
            serviceDefault: DEFAULT_SECONDS,
          }),
        }),
    ...(row.hasMotion
      ? {
          character_orientation: orientation(),
        }
      : {}),
  });
}

const optionsSchema = () => s.object(taskOptions());

/** Schema of a body whose prompt stands beside `settings`. */
export function promptBody(row: CapabilityRow) {
  return s.object({
    prompt: requiredField(s.string({ minLength: 1 }), {
      description: "What the video shows.",
      unit: "characters",
      maxLength: row.promptMaxCharacters,
    }),
    settings: optionalField(settingsSchema(row), { description: SETTINGS_TEXT }),
    options: optionalField(optionsSchema(), { description: OPTIONS_TEXT }),
  });
}

/** Schema of a body whose inputs are a list of typed items. */
export function contentsBody(row: CapabilityRow) {
  const schemas = contentSchemas(row);
  const [first, ...rest] = contentTypesOf(row).flatMap((type) => schemas[type] ?? []);
  if (!first) throw new Error(`${row.model} has no content types`);
  return s.object({
    contents: requiredField(s.array(s.union([first, ...rest]), { minItems: 1 }), {
      description: "Prompt and inputs, one object each.",
    }),
    settings: row.hasMotion
      ? requiredField(settingsSchema(row), { description: SETTINGS_TEXT })
      : optionalField(settingsSchema(row), { description: SETTINGS_TEXT }),
    options: optionalField(optionsSchema(), { description: OPTIONS_TEXT }),
  });
}
