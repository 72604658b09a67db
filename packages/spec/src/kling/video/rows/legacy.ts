import { ASPECT_RATIOS, type CapabilityRow, type Condition, wholeSeconds } from "../../facts/capability.ts";
import { RETIREMENT_DAY } from "../../facts/models.ts";
import { CAMERA_TYPES } from "../classic-limits.ts";
import { O1_LIMITS, OMNI_30_LIMITS } from "./current.ts";

const FIVE_TEN = [5, 10] as const;
const ANY_TO_15 = wholeSeconds(3, 15);
const PRO: Condition = { resolutions: ["1080p"] };

/** @source DOC-OLD 2026-03: page Video Models; change log since */
const base = {
  durationsSeconds: FIVE_TEN,
  resolutions: ["720p", "1080p"],
  defaultResolution: "720p",
  audio: ["off"],
  defaultAudio: "off",
  promptMaxCharacters: 2500,
  multiShotDefault: null,
  firstFrame: "none",
  lastFrameWhen: null,
  maxElements: 0,
  maxVoices: 0,
  maxReferenceImages: 0,
  videoUses: [],
  imageRule: "legacyImage",
  hasNegativePrompt: true,
  hasCfgScale: false,
} as const;

const text = { ...base, aspectRatios: ASPECT_RATIOS } as const;
const frame = { ...base, aspectRatios: null, firstFrame: "required" } as const;
const retired = { retiredOn: RETIREMENT_DAY } as const;

const v3 = {
  durationsSeconds: ANY_TO_15,
  resolutions: ["720p", "1080p", "4k"],
  audio: ["off", "native"],
  multiShotDefault: false,
} as const;
const v26 = { audio: ["off", "native"], nativeAudioWhen: PRO } as const;

/** Rows of `POST /v1/videos/text2video`, by `model_name`. */
export const TEXT2VIDEO_ROWS: readonly CapabilityRow[] = [
  { ...text, ...v3, model: "kling-v3", hasCfgScale: true },
  { ...text, ...v26, model: "kling-v2-6" },
  { ...text, model: "kling-v2-5-turbo" },
  {
    ...text,
    ...retired,
    model: "kling-v1",
    hasCfgScale: true,
    cameraControl: { when: { resolutions: ["720p"], durationsSeconds: [5] }, types: CAMERA_TYPES },
  },
  { ...text, ...retired, model: "kling-v1-6", hasCfgScale: true },
  // 2.0 and 2.1 Master take no mode; the price list has them in the pro column.
  { ...text, ...retired, model: "kling-v2-master", resolutions: ["1080p"], defaultResolution: "1080p" },
  { ...text, ...retired, model: "kling-v2-1-master", resolutions: ["1080p"], defaultResolution: "1080p" },
];

/** Rows of `POST /v1/videos/image2video`, by `model_name`. */
export const IMAGE2VIDEO_ROWS: readonly CapabilityRow[] = [
  { ...frame, ...v3, model: "kling-v3", lastFrameWhen: {}, maxElements: 3, hasCfgScale: true },
  {
    ...frame,
    ...v26,
    model: "kling-v2-6",
    lastFrameWhen: { ...PRO, audio: ["off"] },
    maxVoices: 2,
    voicesWhen: { ...PRO, audio: ["native"] },
  },
  { ...frame, model: "kling-v2-5-turbo", lastFrameWhen: PRO },
  {
    ...frame,
    ...retired,
    model: "kling-v1",
    lastFrameWhen: { durationsSeconds: [5] },
    motionBrushWhen: { durationsSeconds: [5] },
    hasCfgScale: true,
  },
  {
    ...frame,
    ...retired,
    model: "kling-v1-5",
    lastFrameWhen: PRO,
    lastFrameOnlyWhen: PRO,
    cameraControl: { when: { resolutions: ["1080p"], durationsSeconds: [5] }, types: ["simple"] },
    motionBrushWhen: { resolutions: ["1080p"], durationsSeconds: [5] },
    hasCfgScale: true,
  },
  {
    ...frame,
    ...retired,
    model: "kling-v1-6",
    lastFrameWhen: PRO,
    lastFrameOnlyWhen: PRO,
    hasCfgScale: true,
  },
  { ...frame, ...retired, model: "kling-v2-master", resolutions: ["1080p"], defaultResolution: "1080p" },
  { ...frame, ...retired, model: "kling-v2-1", lastFrameWhen: PRO },
  { ...frame, ...retired, model: "kling-v2-1-master", resolutions: ["1080p"], defaultResolution: "1080p" },
];

const omni = {
  ...base,
  aspectRatios: ASPECT_RATIOS,
  defaultResolution: "1080p",
  firstFrame: "optional",
  lastFrameWhen: {},
  maxElements: 7,
  maxReferenceImages: 7,
  videoUses: ["feature", "base"],
  hasNegativePrompt: false,
} as const;

/** Rows of `POST /v1/videos/omni-video`, by `model_name`. */
export const OMNI_VIDEO_ROWS: readonly CapabilityRow[] = [
  {
    ...omni,
    ...v3,
    model: "kling-v3-omni",
    defaultResolution: "1080p",
    audio: ["off", "native", "original"],
    references: OMNI_30_LIMITS,
    videoRule: "legacyOmniVideo",
  },
  {
    ...omni,
    model: "kling-video-o1",
    durationsSeconds: wholeSeconds(3, 10),
    firstFrameOnlyDurationsSeconds: FIVE_TEN,
    audio: ["off", "original"],
    references: O1_LIMITS,
    videoRule: "legacyO1Video",
  },
];

const motion = {
  ...base,
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
