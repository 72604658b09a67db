import type { Schema } from "../../schema/schema.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import type { VideoOperation } from "../operation.ts";
import { legacyProduct, type TaskProduct } from "../product/legacy-product.ts";
import type { FactPaths, VideoFacts } from "./facts.ts";
import { estimateFacts } from "./input-video-price.ts";
import { readLegacyFacts } from "./legacy-facts.ts";
import { videoOutcome } from "./outcome.ts";
import { LEGACY_NAME_RULES } from "./rules/legacy-names.ts";
import { callbackRule } from "./rules/media.ts";
import { applyVideoRules, type VideoRule } from "./rules/rule.ts";

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
interface LegacyVideo extends Pick<VideoOperation, "title" | "source" | "capability" | "rows" | "inspect"> {
  readonly body: () => Schema;
  /** Without those that every video of the family has. */
  readonly rules: readonly VideoRule[];
  readonly defaultModel: string;
  readonly taskType: string;
  /** Fields that stand elsewhere than in most products. */
  readonly paths?: Partial<FactPaths>;
}

/** Builds `/v1/videos/{name}`: its create with the reads of its tasks. */
export function legacyVideo(
  name: string,
  { capability, rules, paths: own, ...rest }: LegacyVideo,
): TaskProduct<VideoOperation> {
  const paths: FactPaths = { ...LEGACY_PATHS, ...own };
  const all = [...rules, ...LEGACY_NAME_RULES, callbackRule];
  const product = legacyProduct<VideoFacts, CapabilityRow>({
    path: `/v1/videos/${name}`,
    ...rest,
    paths,
    readFacts: readLegacyFacts,
    applyRules: (scope) => applyVideoRules(all, paths, scope),
    outcome: videoOutcome,
    estimate: estimateFacts,
  });
  return { ...product, create: Object.assign(product.create, { capability, paths }) };
}
