import type { AudioMode } from "./capability.ts";

/** Content types that the service knows for any product; one that this endpoint does not use is ignored, not refused. @source LIVE 2026-09-28 */
export const GLOBAL_CONTENT_TYPES: readonly string[] = [
  "prompt",
  "first_frame",
  "last_frame",
  "refer_image",
  "feature_video",
  "base_video",
  "element",
  "voice",
  "image",
  "video",
];

/** Values of `settings.audio` over all models. @source DOC 2026-09 */
export const GLOBAL_AUDIO_MODES: readonly AudioMode[] = ["native", "original", "off"];
