import {
  aspectRatio,
  cfgScale,
  fiveOrTen,
  imageUrl,
  required,
  requiredPrompt,
  sound,
} from "../body/fields.ts";
import { createOperation } from "./create.ts";

const traits = { model: "kling-2.6", rate: "v2.6", resolution: "1080p", sound: "on" } as const;
const common = () => ({ sound: sound("on"), duration: fiveOrTen(), cfg_scale: cfgScale() });

/** Pro only; no negative prompt. */
export const V2_6 = [
  createOperation({
    ...traits,
    path: "v2.6/pro/text-to-video",
    title: "Kling 2.6, text to video, pro",
    workflow: "text-to-video",
    defaultRatio: "16:9",
    fields: () => ({ prompt: requiredPrompt(), ...common(), aspect_ratio: aspectRatio("16:9") }),
  }),
  createOperation({
    ...traits,
    path: "v2.6/pro/image-to-video",
    title: "Kling 2.6, image to video, pro",
    workflow: "image-to-video",
    fields: () => ({
      prompt: requiredPrompt(),
      image_url: required(imageUrl(), "First frame."),
      ...common(),
      aspect_ratio: aspectRatio(),
    }),
  }),
] as const;
