import type { Schema, SchemaTexts } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import type { HiggsfieldMediaRuleName } from "../facts/media-rules.ts";

// Texts named as keywords of JSON Schema (`multipleOf`, `maxItems`, `maxLength`) are part of the schema here: `findBodyFaults` applies them.

/** Required field with its text. */
export const required = (schema: Schema, description: string, more: SchemaTexts = {}): Schema =>
  s.withTexts(schema, { description, ...more });

/** Optional field; `serviceDefault` is what the service assumes, and nothing is filled in. */
export const optional = (schema: Schema, description: string, more: SchemaTexts = {}): Schema =>
  s.optional(required(schema, description, more));

export const AR = ["16:9", "9:16", "1:1"] as const;

const PROMPT = "What the video shows.";

export const requiredPrompt = () => required(s.string(), PROMPT);
export const optionalPrompt = (more: SchemaTexts = {}) => optional(s.string(), PROMPT, more);

export const negativePrompt = () =>
  optional(s.string(), "What the video must not show.", { serviceDefault: "" });

/** `duration` as one of two lengths: 5 or 10. */
export const fiveOrTen = () =>
  optional(s.oneOf([5, 10]), "Length of the video.", { unit: "seconds", serviceDefault: 5 });

export const wholeSeconds = (minimum: number, maximum: number) =>
  optional(s.int({ minimum, maximum }), "Length of the video.", { unit: "seconds", serviceDefault: 5 });

/** In steps of 0.01, with a tolerance: 0.3 is no multiple of 0.01 in binary. */
export const cfgScale = () =>
  optional(s.number({ minimum: 0, maximum: 1 }), "How closely the prompt is followed.", {
    multipleOf: 0.01,
    serviceDefault: 0.5,
  });

export const sound = (serviceDefault: "on" | "off") =>
  optional(s.oneOf(["on", "off"]), "Whether audio is generated.", { serviceDefault });

/** `serviceDefault` is left out where the service names none. */
export const aspectRatio = (serviceDefault?: (typeof AR)[number]) =>
  optional(s.oneOf(AR), "Width to height.", serviceDefault === undefined ? {} : { serviceDefault });

export const mode = (values: readonly ("std" | "pro" | "4k")[], serviceDefault: "std" | "pro") =>
  optional(s.oneOf(values), "Quality: `std` 720p, `pro` 1080p, `4k`.", { serviceDefault });

const address = (media: "image" | "video", mediaRule?: HiggsfieldMediaRuleName) =>
  s.withTexts(s.string(), { format: "uri", media, ...(mediaRule === undefined ? {} : { mediaRule }) });

export const imageUrl = (mediaRule: HiggsfieldMediaRuleName = "image") => address("image", mediaRule);
/** Without a rule, what the file must be depends on other fields. */
export const videoUrl = (mediaRule?: HiggsfieldMediaRuleName) => address("video", mediaRule);

/** Ids of Kling elements: decimal text, because they may not fit a number. */
export const elements = (more: SchemaTexts = {}) =>
  optional(s.array(s.string()), "Ids of Kling elements of the same account.", more);

export const imageUrls = (more: SchemaTexts = {}) =>
  optional(s.array(imageUrl()), "Addresses of reference images.", more);

/** Exactly one. */
export const oneVideo = () =>
  required(s.array(videoUrl("referenceVideo"), { minItems: 1 }), "Address of the input video.", {
    maxItems: 1,
  });

export const MAX_SHOTS = 6;
export const SHOT_PROMPT_MAX_CHARACTERS = 512;
export const SHOT_MAX_SECONDS = 15;

/** `multi_shots` and its list. @source MIRROR 2026-10 copy of the schemas; DOC 2026-09 for the sum */
export const shots = ({ minItems = 0, minSeconds = 1 } = {}) => ({
  multi_shots: optional(s.boolean(), "Whether the video is made of several shots.", {
    serviceDefault: false,
  }),
  multi_prompt: optional(
    s.array(
      s.object({
        prompt: required(s.string(), "What the shot shows.", {
          unit: "characters",
          maxLength: SHOT_PROMPT_MAX_CHARACTERS,
        }),
        duration: required(s.int({ minimum: minSeconds, maximum: SHOT_MAX_SECONDS }), "Length of the shot.", {
          unit: "seconds",
        }),
      }),
      minItems > 0 ? { minItems } : {},
    ),
    "Shots in order; together at most as long as `duration`.",
    { maxItems: MAX_SHOTS },
  ),
});
