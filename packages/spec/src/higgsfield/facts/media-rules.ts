import type { MediaRule } from "../../kling/media/media-rule.ts";
import type { Source } from "../../source.ts";

const MB = 1_048_576;

/** No limit is published. @source INF: what integrators allow themselves */
const MAX_IMAGE_BYTES = 20 * MB;
const MAX_VIDEO_BYTES = 100 * MB;

const upload: Source = {
  confidence: "DOC",
  readOn: "2026-09",
  note: "types of the upload page; sizes INF, no limit is published",
};
const integrators: Source = {
  confidence: "MIRROR",
  readOn: "2026-10",
  note: "integrators' reading of model pages; sizes INF",
};

const image = (rest: Partial<MediaRule> = {}): MediaRule => ({
  kind: "image",
  formats: ["jpg", "jpeg", "png", "webp", "gif"],
  accepts: ["url"],
  maxSizeBytes: MAX_IMAGE_BYTES,
  source: upload,
  ...rest,
});

const video = (minSeconds: number, maxSeconds: number, note?: string): MediaRule => ({
  kind: "video",
  formats: ["mp4"],
  accepts: ["url"],
  maxSizeBytes: MAX_VIDEO_BYTES,
  minSeconds,
  maxSeconds,
  source: note === undefined ? integrators : { ...integrators, note },
});

/** Rules of input files, by use. A local file is uploaded first: the service takes addresses only. */
export const HIGGSFIELD_MEDIA_RULES = {
  image: image(),
  motionImage: image({ minSidePx: 300, minAspect: 0.4, maxAspect: 2.5, source: integrators }),
  motionVideo: video(3, 30),
  motionVideoForImageOrientation: video(3, 10, "10 s is Kling's own rule (INF here)"),
  referenceVideo: video(3, 10),
} as const satisfies Readonly<Record<string, MediaRule>>;

/** Seconds that a rule lets a video have. */
export const secondsOf = ({ minSeconds = 0, maxSeconds = 0 }: MediaRule) => ({ minSeconds, maxSeconds });

export type HiggsfieldMediaRuleName = keyof typeof HIGGSFIELD_MEDIA_RULES;
