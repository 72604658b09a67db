import type { Source } from "../../source.ts";
import type { MediaRule } from "./media-rule.ts";

/** Bytes of a megabyte. */
export const MB = 1_048_576;
export const IMAGE_FORMATS = ["jpg", "jpeg", "png"] as const;
export const VIDEO_FORMATS = ["mp4", "mov"] as const;
/** Of the official pages, with what they say beside. */
export const doc = (note?: string): Source => ({
  confidence: "DOC",
  readOn: "2026-09-20",
  ...(note ? { note } : {}),
});
export const docOld: Source = { confidence: "DOC-OLD", readOn: "2026-03" };

/** An image of the usual shapes. */
export const image = (maxSizeBytes: number, source: Source): MediaRule => ({
  kind: "image",
  formats: IMAGE_FORMATS,
  accepts: ["base64", "url"],
  maxSizeBytes,
  minSidePx: 300,
  minAspect: 1 / 2.5,
  maxAspect: 2.5,
  source,
});

const motion = (maxSeconds: number): MediaRule => ({
  kind: "video",
  formats: VIDEO_FORMATS,
  accepts: ["url"],
  maxSizeBytes: 100 * MB,
  minSidePx: 340,
  maxSidePx: 3850,
  minSeconds: 3,
  maxSeconds,
  source: doc(),
});

/** Rules of the files that the four creates of videos take. Apart from the others: bundles of one video carry these alone. */
export const VIDEO_MEDIA_RULES = {
  standardImage: image(50 * MB, doc()),
  legacyImage: image(10 * MB, docOld),
  omniVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 200 * MB,
    minSidePx: 700,
    maxSidePx: 4553,
    maxAreaPx: 8_294_400,
    minAspect: 0.4,
    maxAspect: 2,
    minSeconds: 3,
    maxSeconds: 15.5,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: doc("length since 2026-06"),
  },
  o1Video: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 200 * MB,
    minSidePx: 700,
    maxSidePx: 2160,
    minSeconds: 3,
    maxSeconds: 10,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: doc("720 px in the legacy page"),
  },
  legacyOmniVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 200 * MB,
    minSidePx: 720,
    maxSidePx: 2160,
    minSeconds: 3,
    maxSeconds: 15,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: { confidence: "LOG", readOn: "2026-06-17", note: "10 s for O1, 15 s for 3.0 Omni" },
  },
  legacyO1Video: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 200 * MB,
    minSidePx: 720,
    maxSidePx: 2160,
    minSeconds: 3,
    maxSeconds: 10,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: docOld,
  },
  motionVideoForImageOrientation: motion(10),
  motionVideoForVideoOrientation: motion(30),
} as const satisfies Record<string, MediaRule>;

export type VideoMediaRuleName = keyof typeof VIDEO_MEDIA_RULES;
