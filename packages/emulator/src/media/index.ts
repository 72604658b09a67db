export type { Caption } from "./caption.ts";
export { type ClipRenderer, type ClipRequest, createClipRenderer } from "./clip-renderer.ts";
export { type ClipMeasurements, measureClip } from "./measure-clip.ts";
