import type { CreateOperation } from "../operation.ts";
import type { Source } from "../source.ts";
import type { Capability, CapabilityRow } from "./capability.ts";
import type { FactPaths } from "./facts.ts";
import { digestStandard, inspectContents } from "./standard-digest.ts";
import { contentsBody, promptBody } from "./standard-schema.ts";
import { standardTask } from "./tasks.ts";

export const STANDARD_PATHS: FactPaths = {
  model: "model",
  prompt: "prompt",
  negativePrompt: "negative_prompt",
  duration: "settings.duration",
  resolution: "settings.resolution",
  aspectRatio: "settings.aspect_ratio",
  audio: "settings.audio",
  multiShot: "settings.multi_shot",
  shots: "prompt",
  shotType: "settings.multi_shot",
  firstFrame: "contents",
  lastFrame: "contents",
  referenceImages: "contents",
  elements: "contents",
  voices: "contents",
  video: "contents",
  motionImage: "contents",
  motionVideo: "contents",
  orientation: "settings.character_orientation",
  cfgScale: "cfg_scale",
  cameraControl: "camera_control",
  staticMask: "static_mask",
  dynamicMasks: "dynamic_masks",
  callbackUrl: "options.callback_url",
  externalTaskId: "options.external_task_id",
};

/** Builds the descriptor of `POST /{capability}/{model}` from the model's row. */
export function standardCreate(
  capability: Capability,
  row: CapabilityRow,
  { title, source, examples = [] }: { title: string; source: Source; examples?: readonly string[] },
): CreateOperation {
  const isText = capability === "text-to-video";
  return {
    id: `${capability}/${row.model}`,
    title,
    kind: "create",
    family: "standard",
    method: "POST",
    path: `/${capability}/${row.model}`,
    capability,
    product: capability,
    body: isText ? promptBody(row) : contentsBody(row),
    data: standardTask,
    rows: [row],
    defaultModel: null,
    paths: STANDARD_PATHS,
    digest: digestStandard,
    ...(isText ? {} : { inspect: inspectContents }),
    source,
    examples,
  };
}
