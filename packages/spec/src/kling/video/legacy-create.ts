import type * as z from "zod/mini";
import { once } from "../../once.ts";
import type { CreateOperation } from "../../operation.ts";
import type { Source } from "../../source.ts";
import { legacyTask } from "../families/task-data.ts";
import type { Capability, CapabilityRow } from "./capability.ts";
import type { FactPaths } from "./facts.ts";
import { inspectImages, readLegacyFacts } from "./legacy-facts.ts";
import { image2videoBody, motionControlBody, omniVideoBody, text2videoBody } from "./legacy-schema.ts";
import { ALL_RULES } from "./rules/index.ts";

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

const BODIES = {
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

export type LegacyProduct = keyof typeof BODIES;

/** Builds the descriptor of `POST /v1/videos/{product}`. */
export function legacyCreate(
  product: LegacyProduct,
  rows: readonly CapabilityRow[],
  { title, source }: { title: string; source: Source },
): CreateOperation {
  const { capability, body, paths, defaultModel } = BODIES[product];
  const schema = once<z.ZodMiniType>(body);
  return {
    id: `v1/${product}`,
    title,
    kind: "create",
    family: "legacy",
    method: "POST",
    path: `/v1/videos/${product}`,
    capability,
    product,
    // Built when it is needed: all of them together cost a short program more than its request.
    get body() {
      return schema();
    },
    data: legacyTask,
    rows,
    defaultModel,
    paths,
    rules: ALL_RULES,
    readFacts: readLegacyFacts,
    ...(product === "omni-video" ? { inspect: inspectImages } : {}),
    source,
  };
}
