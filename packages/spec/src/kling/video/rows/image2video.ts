import type { CapabilityRow } from "../../facts/capability.ts";
import { LEGACY_ROW, LEGACY_V3, LEGACY_V26, PRO, RETIRED } from "./legacy-row.ts";

const frame = { ...LEGACY_ROW, aspectRatios: null, firstFrame: "required" } as const;

/** Rows of `POST /v1/videos/image2video`, by `model_name`. */
export const IMAGE2VIDEO_ROWS: readonly CapabilityRow[] = [
  { ...frame, ...LEGACY_V3, model: "kling-v3", lastFrameWhen: {}, maxElements: 3, hasCfgScale: true },
  {
    ...frame,
    ...LEGACY_V26,
    model: "kling-v2-6",
    lastFrameWhen: { ...PRO, audio: ["off"] },
    maxVoices: 2,
    voicesWhen: { ...PRO, audio: ["native"] },
  },
  { ...frame, model: "kling-v2-5-turbo", lastFrameWhen: PRO },
  {
    ...frame,
    ...RETIRED,
    model: "kling-v1",
    lastFrameWhen: { durationsSeconds: [5] },
    motionBrushWhen: { durationsSeconds: [5] },
    hasCfgScale: true,
  },
  {
    ...frame,
    ...RETIRED,
    model: "kling-v1-5",
    lastFrameWhen: PRO,
    lastFrameOnlyWhen: PRO,
    cameraControl: { when: { resolutions: ["1080p"], durationsSeconds: [5] }, types: ["simple"] },
    motionBrushWhen: { resolutions: ["1080p"], durationsSeconds: [5] },
    hasCfgScale: true,
  },
  {
    ...frame,
    ...RETIRED,
    model: "kling-v1-6",
    lastFrameWhen: PRO,
    lastFrameOnlyWhen: PRO,
    hasCfgScale: true,
  },
  { ...frame, ...RETIRED, model: "kling-v2-master", resolutions: ["1080p"], defaultResolution: "1080p" },
  { ...frame, ...RETIRED, model: "kling-v2-1", lastFrameWhen: PRO },
  { ...frame, ...RETIRED, model: "kling-v2-1-master", resolutions: ["1080p"], defaultResolution: "1080p" },
];
