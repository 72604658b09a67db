export type { Caption } from "./caption.ts";
export { type ClipRenderer, type ClipRequest, createClipRenderer } from "./clip-renderer.ts";
export type { Look } from "./look.ts";
export { type ClipMeasurements, measureClip } from "./measure-clip.ts";
export type { RenderRequest } from "./render-request.ts";
export { createRenderResult, type RenderResult } from "./render-result.ts";
export {
  type AudioPlan,
  type BoundVoice,
  CONTENT_TYPES,
  type ElementPlan,
  extensionsOf,
  type FileExtension,
  type ImagePlan,
  type ResultPlan,
  type SubtitlePlan,
  type VideoPlan,
  type VoicePlan,
} from "./result-plan.ts";
export type { CameraMove, SlateFacts, SlateInput } from "./slate/slate-facts.ts";
