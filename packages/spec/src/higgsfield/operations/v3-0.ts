import {
  aspectRatio,
  cfgScale,
  elements,
  imageUrl,
  optional,
  optionalPrompt,
  required,
  shots,
  sound,
  wholeSeconds,
} from "../body/fields.ts";
import { createOperation, TIERS } from "./create.ts";

type Tier = keyof typeof TIERS;

/** The service reads about so much of a prompt and drops the rest silently. @source DOC 2026-09 */
const READ_CHARACTERS = { readCharacters: 2500 } as const;

const traits = (tier: Tier) =>
  ({
    model: "kling-3.0",
    rate: "v3.0",
    resolution: TIERS[tier],
    sound: "on",
    minShotSeconds: 1,
  }) as const;

const common = () => ({
  prompt: optionalPrompt(READ_CHARACTERS),
  sound: sound("on"),
  duration: wholeSeconds(3, 15),
  elements: elements(),
  cfg_scale: cfgScale(),
});

const textToVideo = (tier: Tier) =>
  createOperation({
    ...traits(tier),
    path: `v3.0/${tier}/text-to-video`,
    title: `Kling 3.0, text to video, ${tier}`,
    workflow: "text-to-video",
    defaultRatio: "16:9",
    fields: () => ({ ...common(), aspect_ratio: aspectRatio("16:9"), ...shots() }),
  });

/** The ratio follows the image. */
const imageToVideo = (tier: Tier) =>
  createOperation({
    ...traits(tier),
    path: `v3.0/${tier}/image-to-video`,
    title: `Kling 3.0, image to video, ${tier}`,
    workflow: "image-to-video",
    fields: () => ({
      image_url: required(imageUrl(), "First frame."),
      last_image_url: optional(imageUrl(), "Last frame."),
      ...common(),
      ...shots(),
    }),
  });

export const V3_0 = [
  textToVideo("std"),
  textToVideo("pro"),
  textToVideo("4k"),
  imageToVideo("std"),
  imageToVideo("pro"),
  imageToVideo("4k"),
] as const;
