import type { CapabilityRow } from "../../facts/capability.ts";
import { STANDARD_ROW } from "./standard-row.ts";

const motion = {
  ...STANDARD_ROW,
  durationsSeconds: null,
  aspectRatios: null,
  audio: ["original", "off"],
  defaultAudio: "original",
  hasMotion: true,
  videoRule: "motionVideoForVideoOrientation",
} as const;

export const MOTION_30: CapabilityRow = { ...motion, model: "kling-3.0", maxElements: 1 };
export const MOTION_26: CapabilityRow = { ...motion, model: "kling-2.6" };
