import { ASPECT_RATIOS, DEFAULT_SECONDS, RESOLUTIONS } from "../facts/capability.ts";
import type { VideoRequest } from "./request.ts";

/** What a field of a request means: a phrase without capital and final stop, for help, batch schema and pages. */
export interface RequestFieldText {
  readonly description: string;
  /** All that may stand there, where these are few. */
  readonly values?: readonly string[];
  /** What the service assumes where nothing is asked for. */
  readonly serviceDefault?: string | number | boolean;
}

/** tests/contract/request-texts.test.ts compares the models that texts name with the rows of every operation. */
const RETIRED_ONLY = "1.x models only, now retired";

/** Texts of the fields of a `VideoRequest`. They are no part of its schema, which is in every bundle of the SDK. */
export const REQUEST_FIELD_TEXTS = {
  prompt: { description: "what the video shows; @name stands for the input of that name" },
  negativePrompt: {
    description:
      "negative prompt: what the video must not show; kling-v2-5-turbo, kling-v2-6, kling-v3; at Higgsfield kling-2.5-turbo",
  },
  shots: { description: "shots in order, in place of the prompt; together as long as the video" },
  isMultiShot: { description: "let the service split the prompt into shots", serviceDefault: false },
  firstFrame: { description: "first frame: path or URL" },
  lastFrame: { description: "last frame: path or URL; needs a first frame" },
  references: {
    description: "reference image: path or URL; @image_1 in the prompt is the first without a name",
  },
  video: { description: "input video by URL: `feature` is referred to, `base` is edited" },
  motion: { description: "animate the person in an image with the motion from a video" },
  elements: { description: "ID of an element of your library" },
  voices: { description: "ID of a voice; needs an audio track" },
  durationSeconds: { description: "length in whole seconds", serviceDefault: DEFAULT_SECONDS },
  aspectRatio: { description: "width to height, unless an input decides", values: ASPECT_RATIOS },
  resolution: { description: "short side of the picture", values: RESOLUTIONS },
  audio: { description: "audio track: `native` is generated, `original` is the input's, `off` is silent" },
  hasWatermark: { description: "make a second file with a watermark", serviceDefault: false },
  callbackUrl: { description: "URL that gets a POST at every status change" },
  externalTaskId: { description: "own task ID, unique in the account" },
  cfgScale: {
    description: "prompt adherence, 0 to 1; kling-v3; at Higgsfield kling-2.5-turbo, kling-2.6, kling-3.0",
  },
  camera: { description: `camera movement; ${RETIRED_ONLY}` },
  staticMask: { description: `mask of what stays still: path or URL; ${RETIRED_ONLY}` },
  dynamicMasks: { description: `masks of what moves, with its path in points; ${RETIRED_ONLY}` },
} as const satisfies Readonly<Record<keyof VideoRequest, RequestFieldText>>;
