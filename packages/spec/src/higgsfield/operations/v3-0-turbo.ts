import type { JsonObject } from "../../json-object.ts";
import * as s from "../../schema/schema.ts";
import { aspectRatio, imageUrl, optional, required, requiredPrompt, wholeSeconds } from "../body/fields.ts";
import { createOperation } from "./create.ts";

const traits = {
  model: "kling-3.0-turbo",
  rate: "v3.0-turbo",
  sound: "always",
  resolution: ({ resolution }: JsonObject) => (resolution === "1080p" ? "1080p" : "720p"),
} as const;

const resolution = () => optional(s.oneOf(["720p", "1080p"]), "Quality.", { serviceDefault: "720p" });

/** Sound is always on, and has no field. */
export const V3_0_TURBO = [
  createOperation({
    ...traits,
    path: "v3.0-turbo/text-to-video",
    title: "Kling 3.0 Turbo, text to video",
    workflow: "text-to-video",
    defaultRatio: "16:9",
    fields: () => ({
      prompt: requiredPrompt(),
      duration: wholeSeconds(3, 15),
      resolution: resolution(),
      aspect_ratio: aspectRatio("16:9"),
    }),
  }),
  createOperation({
    ...traits,
    path: "v3.0-turbo/image-to-video",
    title: "Kling 3.0 Turbo, image to video",
    workflow: "image-to-video",
    fields: () => ({
      prompt: requiredPrompt(),
      image_url: required(imageUrl(), "First frame."),
      duration: wholeSeconds(3, 15),
      resolution: resolution(),
    }),
  }),
] as const;
