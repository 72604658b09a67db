import type { Source } from "../../source.ts";
import type { MediaRule } from "./media-rule.ts";
import {
  doc,
  docOld,
  IMAGE_FORMATS,
  image,
  MB,
  VIDEO_FORMATS,
  VIDEO_MEDIA_RULES,
} from "./video-media-rules.ts";

const docOctober: Source = { confidence: "DOC", readOn: "2026-10" };
const SOLUTION_IMAGE_FORMATS = ["jpg", "jpeg", "png", "webp"] as const;

const sound = (maxSeconds: number): MediaRule => ({
  kind: "audio",
  formats: ["mp3", "wav", "m4a", "aac"],
  accepts: ["base64", "url"],
  maxSizeBytes: 5 * MB,
  minSeconds: 2,
  maxSeconds,
  source: { confidence: "DOC", readOn: "2026-09" },
});

/** A video whose faces speak. */
const speaking = (maxSeconds: number): MediaRule => ({
  kind: "video",
  formats: VIDEO_FORMATS,
  accepts: ["url"],
  maxSizeBytes: 100 * MB,
  minSidePx: 512,
  maxSidePx: 2160,
  minSeconds: 2,
  maxSeconds,
  source: { confidence: "DOC", readOn: "2026-09", note: "720p or 1080p" },
});

/** Rules of input files, by use. */
export const MEDIA_RULES = {
  ...VIDEO_MEDIA_RULES,
  voiceSample: {
    kind: "audio",
    formats: ["mp3", "wav", "mp4", "mov"],
    accepts: ["url"],
    minSeconds: 5,
    maxSeconds: 30,
    source: { confidence: "DOC", readOn: "2026-10" },
  },
  elementVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 200 * MB,
    minSeconds: 3,
    maxSeconds: 8,
    source: doc("also 1080p, 16:9 or 9:16, one realistic person"),
  },
  tryOnImage: {
    kind: "image",
    formats: IMAGE_FORMATS,
    accepts: ["base64", "url"],
    maxSizeBytes: 10 * MB,
    minSidePx: 300,
    source: docOld,
  },
  solutionImage: { ...image(50 * MB, docOctober), formats: SOLUTION_IMAGE_FORMATS },
  tryOn3Image: {
    kind: "image",
    formats: SOLUTION_IMAGE_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 10 * MB,
    // "Greater than 300 px".
    minSidePx: 301,
    maxSidePx: 2048,
    source: docOctober,
  },
  apparelVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 100 * MB,
    minSidePx: 576,
    maxSidePx: 4553,
    maxAreaPx: 8_294_400,
    minAspect: 0.4,
    maxAspect: 2,
    minSeconds: 5,
    maxSeconds: 180,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: docOctober,
  },
  apparelMusic: {
    kind: "audio",
    formats: ["mp3", "m4a", "wav", "wave"],
    accepts: ["url"],
    maxSizeBytes: 50 * MB,
    source: docOctober,
  },
  dramaVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 500 * MB,
    maxSeconds: 300,
    source: { ...docOctober, note: "only MP4 (H.264 and AAC) is recommended by name" },
  },
  /** 300 seconds since 2025-12-04. */
  avatarSound: sound(300),
  lipSyncSound: sound(60),
  lipSyncVideo: speaking(60),
  editVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    minSidePx: 720,
    maxSidePx: 2160,
    minSeconds: 2,
    maxSeconds: 10,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
    source: doc("between 5 and 7 seconds is refused, too; 24, 30 or 60 frames per second"),
  },
  addSoundVideo: {
    kind: "video",
    formats: VIDEO_FORMATS,
    accepts: ["url"],
    maxSizeBytes: 100 * MB,
    minSeconds: 3,
    maxSeconds: 20,
    source: { confidence: "DOC", readOn: "2026-10" },
  },
} as const satisfies Record<string, MediaRule>;

export type MediaRuleName = keyof typeof MEDIA_RULES;
