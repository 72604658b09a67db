import { ASPECT_RATIOS, type CapabilityRow } from "../../facts/capability.ts";
import { CAMERA_TYPES } from "../classic-limits.ts";
import { LEGACY_ROW, LEGACY_V3, LEGACY_V26, RETIRED } from "./legacy-row.ts";

const text = { ...LEGACY_ROW, aspectRatios: ASPECT_RATIOS } as const;

/** Rows of `POST /v1/videos/text2video`, by `model_name`. */
export const TEXT2VIDEO_ROWS: readonly CapabilityRow[] = [
  { ...text, ...LEGACY_V3, model: "kling-v3", hasCfgScale: true },
  { ...text, ...LEGACY_V26, model: "kling-v2-6" },
  { ...text, model: "kling-v2-5-turbo" },
  {
    ...text,
    ...RETIRED,
    model: "kling-v1",
    hasCfgScale: true,
    cameraControl: { when: { resolutions: ["720p"], durationsSeconds: [5] }, types: CAMERA_TYPES },
  },
  { ...text, ...RETIRED, model: "kling-v1-6", hasCfgScale: true },
  // 2.0 and 2.1 Master take no mode; the price list has them in the pro column.
  { ...text, ...RETIRED, model: "kling-v2-master", resolutions: ["1080p"], defaultResolution: "1080p" },
  { ...text, ...RETIRED, model: "kling-v2-1-master", resolutions: ["1080p"], defaultResolution: "1080p" },
];
