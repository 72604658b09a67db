import {
  aspectRatio,
  elements,
  fiveOrTen,
  imageUrl,
  imageUrls,
  mode,
  oneVideo,
  optional,
  required,
  requiredPrompt,
  wholeSeconds,
} from "../body/fields.ts";
import { HIGGSFIELD_MEDIA_RULES, secondsOf } from "../facts/media-rules.ts";
import { byMode, createOperation } from "./create.ts";

const referenceSeconds = () => secondsOf(HIGGSFIELD_MEDIA_RULES.referenceVideo);

/** Limits beside a video. @source MIRROR 2026-10 */
const BESIDE_VIDEO = { maxItems: 4 } as const;
const stdOrPro = () => mode(["std", "pro"], "pro");
const traits = { model: "kling-o1", sound: "none", resolution: byMode("pro") } as const;

/** The four workflows of Omni, which is Kling O1. */
export const OMNI = [
  createOperation({
    ...traits,
    path: "omni/first-last-frame",
    title: "Kling Omni, first and last frame",
    workflow: "first-last-frame",
    rate: "omni",
    defaultRatio: "16:9",
    fields: () => ({
      prompt: requiredPrompt(),
      first_frame_url: required(imageUrl(), "First frame."),
      last_frame_url: optional(imageUrl(), "Last frame."),
      mode: stdOrPro(),
      duration: fiveOrTen(),
      aspect_ratio: aspectRatio("16:9"),
    }),
  }),
  createOperation({
    ...traits,
    path: "omni/image-reference",
    title: "Kling Omni, image reference",
    workflow: "image-reference",
    rate: "omni",
    defaultRatio: "16:9",
    fields: () => ({
      prompt: requiredPrompt(),
      mode: stdOrPro(),
      duration: wholeSeconds(3, 10),
      elements: elements(),
      image_urls: imageUrls(),
      aspect_ratio: aspectRatio("16:9"),
    }),
  }),
  createOperation({
    ...traits,
    path: "omni/video-edit",
    title: "Kling Omni, video edit",
    workflow: "video-edit",
    rate: "omni-video",
    inputSeconds: referenceSeconds,
    followsInput: true,
    fields: () => ({
      prompt: requiredPrompt(),
      video_urls: oneVideo(),
      mode: stdOrPro(),
      elements: elements(BESIDE_VIDEO),
      image_urls: imageUrls(BESIDE_VIDEO),
    }),
  }),
  createOperation({
    ...traits,
    path: "omni/video-reference",
    title: "Kling Omni, video reference",
    workflow: "video-reference",
    inputSeconds: referenceSeconds,
    rate: "omni-video",
    defaultRatio: "16:9",
    fields: () => ({
      prompt: requiredPrompt(),
      video_urls: oneVideo(),
      mode: stdOrPro(),
      duration: wholeSeconds(3, 10),
      elements: elements(BESIDE_VIDEO),
      image_urls: imageUrls(BESIDE_VIDEO),
      aspect_ratio: aspectRatio("16:9"),
    }),
  }),
] as const;
