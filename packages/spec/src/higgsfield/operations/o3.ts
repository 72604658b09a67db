import * as s from "../../schema/schema.ts";
import {
  aspectRatio,
  elements,
  imageUrl,
  imageUrls,
  mode,
  oneVideo,
  optional,
  optionalPrompt,
  required,
  requiredPrompt,
  shots,
  sound,
  wholeSeconds,
} from "../body/fields.ts";
import { HIGGSFIELD_MEDIA_RULES, secondsOf } from "../facts/media-rules.ts";
import { byMode, createOperation, isMultiShot } from "./create.ts";

const referenceSeconds = () => secondsOf(HIGGSFIELD_MEDIA_RULES.referenceVideo);
const BESIDE_VIDEO = { maxItems: 4 } as const;
const ALL_MODES = ["std", "pro", "4k"] as const;
const traits = { model: "kling-3.0-omni" } as const;
const promptOrShots = (body: unknown) => (isMultiShot(body) ? "multi_prompt" : "prompt");

/** O3 is Kling 3.0 Omni. Its image-reference has other defaults than its siblings: `mode` std. */
export const O3 = [
  createOperation({
    ...traits,
    path: "o3/first-last-frame",
    title: "Kling O3, first and last frame",
    workflow: "first-last-frame",
    rate: "o3",
    resolution: byMode("pro"),
    sound: "off",
    minShotSeconds: 1,
    requiredFor: (body) => [promptOrShots(body)],
    fields: () => ({
      prompt: optionalPrompt(),
      first_frame_url: required(imageUrl(), "First frame."),
      last_frame_url: optional(imageUrl(), "Last frame."),
      mode: mode(ALL_MODES, "pro"),
      sound: sound("off"),
      duration: wholeSeconds(3, 15),
      aspect_ratio: aspectRatio(),
      ...shots({ minItems: 1 }),
    }),
  }),
  createOperation({
    ...traits,
    path: "o3/image-reference",
    title: "Kling O3, image reference",
    workflow: "image-reference",
    rate: "o3",
    resolution: byMode("std"),
    sound: "off",
    minShotSeconds: 0,
    requiredFor: (body) => [promptOrShots(body)],
    fields: () => ({
      prompt: optionalPrompt(),
      mode: mode(ALL_MODES, "std"),
      sound: sound("off"),
      duration: wholeSeconds(3, 15),
      elements: elements(),
      image_urls: imageUrls(),
      first_frame_url: optional(imageUrl(), "First frame."),
      last_frame_url: optional(imageUrl(), "Last frame."),
      shot_type: optional(s.oneOf(["customize", "intelligent"]), "Who splits the video into shots.", {
        serviceDefault: "customize",
      }),
      aspect_ratio: aspectRatio(),
      ...shots({ minItems: 1, minSeconds: 0 }),
    }),
  }),
  createOperation({
    ...traits,
    path: "o3/video-edit",
    title: "Kling O3, video edit",
    workflow: "video-edit",
    rate: "o3-video",
    resolution: byMode("pro"),
    sound: "none",
    inputSeconds: referenceSeconds,
    followsInput: true,
    fields: () => ({
      prompt: requiredPrompt(),
      video_urls: oneVideo(),
      mode: mode(ALL_MODES, "pro"),
      elements: elements(BESIDE_VIDEO),
      image_urls: imageUrls(BESIDE_VIDEO),
    }),
  }),
  createOperation({
    ...traits,
    path: "o3/video-reference",
    title: "Kling O3, video reference",
    workflow: "video-reference",
    inputSeconds: referenceSeconds,
    rate: "o3-video",
    resolution: byMode("pro"),
    sound: "none",
    fields: () => ({
      prompt: requiredPrompt(),
      video_urls: oneVideo(),
      mode: mode(["std", "pro"], "pro"),
      duration: wholeSeconds(3, 10),
      elements: elements(BESIDE_VIDEO),
      image_urls: imageUrls(BESIDE_VIDEO),
      aspect_ratio: aspectRatio(),
    }),
  }),
] as const;
