import type * as z from "zod/mini";
import type { Source } from "../../source.ts";
import type { Capability, CapabilityRow } from "../facts/capability.ts";
import type { VideoOperation } from "../operation.ts";
import { legacyProduct, type TaskProduct } from "../product/legacy-product.ts";
import type { FactPaths, VideoFacts } from "./facts.ts";
import { inspectImages, readLegacyFacts } from "./legacy-facts.ts";
import { image2videoBody, motionControlBody, omniVideoBody, text2videoBody } from "./legacy-schema.ts";
import { videoOutcome } from "./outcome.ts";
import { estimateFacts } from "./prices.ts";
import { ALL_RULES } from "./rules/index.ts";
import { applyVideoRules } from "./rules/rule.ts";

const LEGACY_PATHS: FactPaths = {
  model: "model_name",
  prompt: "prompt",
  negativePrompt: "negative_prompt",
  duration: "duration",
  resolution: "mode",
  aspectRatio: "aspect_ratio",
  audio: "sound",
  multiShot: "multi_shot",
  shots: "multi_prompt",
  shotType: "shot_type",
  firstFrame: "image",
  lastFrame: "image_tail",
  referenceImages: "image_list",
  elements: "element_list",
  voices: "voice_list",
  video: "video_list",
  motionImage: "image_url",
  motionVideo: "video_url",
  orientation: "character_orientation",
  cfgScale: "cfg_scale",
  cameraControl: "camera_control",
  staticMask: "static_mask",
  dynamicMasks: "dynamic_masks",
  callbackUrl: "callback_url",
  externalTaskId: "external_task_id",
};
const OMNI_PATHS: FactPaths = { ...LEGACY_PATHS, firstFrame: "image_list", lastFrame: "image_list" };
const MOTION_PATHS: FactPaths = { ...LEGACY_PATHS, audio: "keep_original_sound" };

const PRODUCTS = {
  text2video: {
    capability: "text-to-video",
    body: text2videoBody,
    paths: LEGACY_PATHS,
    defaultModel: "kling-v1",
  },
  image2video: {
    capability: "image-to-video",
    body: image2videoBody,
    paths: LEGACY_PATHS,
    defaultModel: "kling-v1",
  },
  "omni-video": {
    capability: "omni-video",
    body: omniVideoBody,
    paths: OMNI_PATHS,
    defaultModel: "kling-video-o1",
  },
  "motion-control": {
    capability: "motion-control",
    body: motionControlBody,
    paths: MOTION_PATHS,
    defaultModel: "kling-v2-6",
  },
} as const satisfies Record<
  string,
  { capability: Capability; body: () => z.ZodMiniType; paths: FactPaths; defaultModel: string }
>;

/** Builds `/v1/videos/{product}`: its create with the reads of its tasks. */
export function legacyVideo(
  name: keyof typeof PRODUCTS,
  rows: readonly CapabilityRow[],
  { title, source }: { title: string; source: Source },
): TaskProduct<VideoOperation> {
  const { capability, paths, ...rest } = PRODUCTS[name];
  const product = legacyProduct<VideoFacts, CapabilityRow>({
    path: `/v1/videos/${name}`,
    title,
    rows,
    ...rest,
    paths,
    readFacts: readLegacyFacts,
    applyRules: (scope) => applyVideoRules(ALL_RULES, paths, scope),
    outcome: videoOutcome,
    estimate: estimateFacts,
    ...(name === "omni-video" ? { inspect: inspectImages } : {}),
    source,
  });
  return { ...product, create: Object.assign(product.create, { capability, paths }) };
}
