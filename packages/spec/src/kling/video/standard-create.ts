import { once } from "../../once.ts";
import type { Source } from "../../source.ts";
import { contentsCheck } from "../check/contents-check.ts";
import type { Capability, CapabilityRow } from "../facts/capability.ts";
import { normalizeStandardBody } from "../families/normalize.ts";
import type { VideoOperation } from "../operation.ts";
import { contentTypesOf } from "./content-types.ts";
import { inspectContents, readContentsFacts } from "./contents-facts.ts";
import type { FactPaths } from "./facts.ts";
import { estimateFacts } from "./input-video-price.ts";
import { videoOutcome } from "./outcome.ts";
import { estimateAskedLength } from "./prices.ts";
import { IMAGE_RULES } from "./rules/image-rules.ts";
import { callbackRule } from "./rules/media.ts";
import { MOTION_RULES } from "./rules/motion-rules.ts";
import { OMNI_RULES } from "./rules/omni-rules.ts";
import { applyVideoRules, type VideoRule } from "./rules/rule.ts";
import { STANDARD_NAME_RULES } from "./rules/standard-names.ts";
import { TEXT_RULES } from "./rules/text-rules.ts";
import { readTextFacts } from "./standard-facts.ts";
import { contentsBody, promptBody } from "./standard-schema.ts";

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

interface Words {
  readonly title: string;
  readonly source: Source;
}

/** Builds the descriptor of `POST /text-to-video/{model}`: a prompt, no inputs, and only the rules that this leaves. */
export function standardTextCreate(row: CapabilityRow, words: Words): VideoOperation {
  const schema = once(() => promptBody(row));
  return {
    ...describe("text-to-video", row, words),
    readFacts: readTextFacts,
    estimate: estimateAskedLength,
    applyRules: (scope) => applyVideoRules(TEXT_RULES, STANDARD_PATHS, scope),
    // Built when it is needed: all schemas together cost a short program more than its request.
    get body() {
      return schema();
    },
  };
}

/** Builds the descriptor of `POST /{capability}/{model}` for bodies with a list of contents. */
function contentsCreate(
  capability: Capability,
  rules: readonly VideoRule[],
  row: CapabilityRow,
  words: Words,
): VideoOperation {
  const all = [...rules, ...STANDARD_NAME_RULES, callbackRule];
  const schema = once(() => contentsBody(row));
  return {
    ...describe(capability, row, words),
    readFacts: readContentsFacts,
    estimate: estimateFacts,
    applyRules: (scope) => applyVideoRules(all, STANDARD_PATHS, scope),
    contents: contentsCheck(contentTypesOf(row)),
    inspect: inspectContents,
    get body() {
      return schema();
    },
  };
}

/** Builds the descriptor of `POST /image-to-video/{model}`. */
export const standardImageCreate = (row: CapabilityRow, words: Words): VideoOperation =>
  contentsCreate("image-to-video", IMAGE_RULES, row, words);

/** Builds the descriptor of `POST /omni-video/{model}`. */
export const standardOmniCreate = (row: CapabilityRow, words: Words): VideoOperation =>
  contentsCreate("omni-video", OMNI_RULES, row, words);

/** Builds the descriptor of `POST /motion-control/{model}`. */
export const standardMotionCreate = (row: CapabilityRow, words: Words): VideoOperation =>
  contentsCreate("motion-control", MOTION_RULES, row, words);

function describe(
  capability: Capability,
  row: CapabilityRow,
  { title, source }: Words,
): Omit<VideoOperation, "body" | "readFacts" | "estimate" | "applyRules" | "inspect"> {
  return {
    id: `${capability}/${row.model}`,
    title,
    effect: "spends",
    answer: "task",
    action: "create",
    family: "standard",
    method: "POST",
    path: `/${capability}/${row.model}`,
    capability,
    product: capability,
    rows: [row],
    defaultModel: null,
    paths: STANDARD_PATHS,
    normalize: normalizeStandardBody,
    outcome: videoOutcome,
    source,
  };
}
