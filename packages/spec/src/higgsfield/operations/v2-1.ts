import * as s from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { cfgScale, fiveOrTen, imageUrl, negativePrompt, optional, required } from "../body/fields.ts";
import { createOperation } from "./create.ts";

/** @source DOC-OLD 2026-07; LIVE 2026-07-13 by a third party (image to video) */
const PROMPT_MAX_CHARACTERS = 2500;

const gone: readonly Source[] = [
  {
    confidence: "MIRROR",
    readOn: "2026-10",
    note: "absent from the copied catalogue; expect 404 and ask GET /models",
  },
  { confidence: "DOC-OLD", readOn: "2026-07", note: "in the official OpenAPI of that month" },
];
const imageEvidence: readonly Source[] = [
  ...gone,
  { confidence: "LIVE", readOn: "2026-07-13", note: "third party: a request was completed" },
];

const prompt = () =>
  required(s.string(), "What the video shows.", { unit: "characters", maxLength: PROMPT_MAX_CHARACTERS });
const common = () => ({ duration: fiveOrTen(), cfg_scale: cfgScale(), negative_prompt: negativePrompt() });
/** No price is on record, so the estimate is unknown. */
const traits = { state: "retired", sound: "none" } as const;

const imageToVideo = (tier: "master" | "pro" | "standard") =>
  createOperation({
    ...traits,
    path: `v2.1/${tier}/image-to-video`,
    title: `Kling 2.1, image to video, ${tier}`,
    model: tier === "master" ? "kling-v2-1-master" : "kling-v2-1",
    workflow: "image-to-video",
    resolution: tier === "standard" ? "720p" : "1080p",
    evidence: imageEvidence,
    fields: () => ({ prompt: prompt(), image_url: required(imageUrl(), "First frame."), ...common() }),
  });

/** No longer in the catalogue. Whether they still answer is unknown. */
export const V2_1 = [
  createOperation({
    ...traits,
    path: "v2.1/master/text-to-video",
    title: "Kling 2.1, text to video, master",
    model: "kling-v2-1-master",
    workflow: "text-to-video",
    resolution: "1080p",
    evidence: gone,
    defaultRatio: "1:1",
    fields: () => ({
      prompt: prompt(),
      ...common(),
      aspect_ratio: optional(s.oneOf(["1:1", "16:9", "9:16"]), "Width to height.", { serviceDefault: "1:1" }),
    }),
  }),
  imageToVideo("master"),
  imageToVideo("pro"),
  imageToVideo("standard"),
] as const;
