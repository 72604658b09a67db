import { cfgScale, fiveOrTen, imageUrl, negativePrompt, required, requiredPrompt } from "../body/fields.ts";
import { createOperation } from "./create.ts";

const common = () => ({ duration: fiveOrTen(), cfg_scale: cfgScale(), negative_prompt: negativePrompt() });

const imageToVideo = (tier: "pro" | "standard") =>
  createOperation({
    path: `v2.5-turbo/${tier}/image-to-video`,
    title: `Kling 2.5 Turbo, image to video, ${tier}`,
    model: "kling-2.5-turbo",
    workflow: "image-to-video",
    rate: "v2.5-turbo",
    resolution: tier === "pro" ? "1080p" : "720p",
    sound: "none",
    fields: () => ({
      prompt: requiredPrompt(),
      image_url: required(imageUrl(), "First frame."),
      ...common(),
    }),
  });

/** There is no standard text-to-video, and no aspect ratio. */
export const V2_5_TURBO = [
  createOperation({
    path: "v2.5-turbo/pro/text-to-video",
    title: "Kling 2.5 Turbo, text to video, pro",
    model: "kling-2.5-turbo",
    workflow: "text-to-video",
    rate: "v2.5-turbo",
    resolution: "1080p",
    sound: "none",
    fields: () => ({ prompt: requiredPrompt(), ...common() }),
  }),
  imageToVideo("pro"),
  imageToVideo("standard"),
] as const;
