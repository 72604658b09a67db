import type { CapabilityRow } from "../../facts/capability.ts";
import { LEGACY_ROW } from "./legacy-row.ts";

const motion = {
  ...LEGACY_ROW,
  durationsSeconds: null,
  aspectRatios: null,
  audio: ["original", "off"],
  defaultAudio: "original",
  hasNegativePrompt: false,
  hasMotion: true,
  videoRule: "motionVideoForVideoOrientation",
} as const;

/** Rows of `POST /v1/videos/motion-control`, by `model_name`. */
export const MOTION_CONTROL_ROWS: readonly CapabilityRow[] = [
  { ...motion, model: "kling-v3", maxElements: 1 },
  { ...motion, model: "kling-v2-6" },
];
