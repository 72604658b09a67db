import type { ModelRow } from "../../operation/operation.ts";
import type { VideoMediaRuleName } from "../media/video-media-rules.ts";

export type Capability = "text-to-video" | "image-to-video" | "omni-video" | "motion-control";
export const RESOLUTIONS = ["720p", "1080p", "4k"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
/** Every ratio of the current models. @source DOC 2026-09 */
export const ASPECT_RATIOS = ["16:9", "9:16", "1:1"] as const;
export type AspectRatio = (typeof ASPECT_RATIOS)[number];
/** Length that the service assumes when none is asked for. @source DOC 2026-09, DOC-OLD 2026-03 */
export const DEFAULT_SECONDS = 5;
/** Which input the person's orientation of motion control follows. */
export const ORIENTATIONS = ["image", "video"] as const;
/** `native`: sound is generated; `original`: sound of the input video is kept; `off`: silent. */
export type AudioMode = "off" | "native" | "original";
export type VideoUse = "feature" | "base";

/** Circumstances under which a feature is available; a missing key means "any". */
export interface Condition {
  readonly resolutions?: readonly Resolution[];
  readonly durationsSeconds?: readonly number[];
  readonly audio?: readonly AudioMode[];
}

/** How many reference images (R), multi-image elements (M) and video-character elements (V) may meet. */
export interface ReferenceLimits {
  /** R + M without a reference video. */
  readonly maxWithoutVideo: number;
  /** R + M with a reference video. */
  readonly maxWithVideo: number;
  /** V without a video; 0 = only multi-image elements. */
  readonly maxVideoElements: number;
  /** R + M when V are present. */
  readonly maxBesideVideoElements: number;
  /** V with a reference video (then no R, no M). */
  readonly maxVideoElementsWithVideo: number;
  /** First and last frame together exclude reference images and elements. */
  readonly isExclusiveWithBothFrames: boolean;
}

/** What one model can do on one create operation. */
export interface CapabilityRow extends ModelRow {
  /** Whole seconds that may be asked for; null when the output follows an input video. */
  readonly durationsSeconds: readonly number[] | null;
  /** Narrower list when the only input besides the prompt is a first frame. */
  readonly firstFrameOnlyDurationsSeconds?: readonly number[];
  readonly resolutions: readonly Resolution[];
  readonly defaultResolution: Resolution;
  /** null when the ratio comes from the frame or the input video. */
  readonly aspectRatios: readonly AspectRatio[] | null;
  readonly audio: readonly AudioMode[];
  readonly defaultAudio: AudioMode;
  /** The model always writes a sound track and has no field for it. */
  readonly isAudioAlwaysOn?: true;
  readonly nativeAudioWhen?: Condition;
  readonly promptMaxCharacters: number;
  /** null: no multi-shot; else the default of the switch. */
  readonly multiShotDefault: boolean | null;
  /** The `shot n, m, words;` syntax inside the prompt works (no switch on 3.0 Turbo). */
  readonly hasPromptShots?: true;
  readonly firstFrame: "required" | "optional" | "none";
  readonly lastFrameWhen: Condition | null;
  /** A last frame without a first frame is accepted under this condition. */
  readonly lastFrameOnlyWhen?: Condition;
  readonly maxElements: number;
  readonly maxVoices: number;
  readonly voicesWhen?: Condition;
  readonly references?: ReferenceLimits;
  readonly maxReferenceImages: number;
  readonly videoUses: readonly VideoUse[];
  /** What an input must be, by name: only those who look into files need the rules themselves. */
  readonly videoRule?: VideoMediaRuleName;
  readonly imageRule: VideoMediaRuleName;
  readonly hasMotion?: true;
  readonly hasNegativePrompt: boolean;
  readonly hasCfgScale: boolean;
  readonly cameraControl?: { readonly when: Condition; readonly types: readonly string[] };
  readonly motionBrushWhen?: Condition;
}

/** Every whole number from `from` to `to`. */
export const wholeSeconds = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** `5, 10` or `3 to 15`, for messages. */
export function describeDurations(seconds: readonly number[]): string {
  const [first = 0] = seconds;
  const last = seconds.at(-1) ?? first;
  const isRange = seconds.length > 2 && last - first + 1 === seconds.length;
  return isRange ? `${first} to ${last}` : seconds.join(", ");
}

/** Words for a condition, such as `1080p, silent`. */
export function describeCondition(condition: Condition): string {
  const parts: string[] = [];
  if (condition.resolutions) parts.push(condition.resolutions.join(" or "));
  if (condition.durationsSeconds) parts.push(`${describeDurations(condition.durationsSeconds)} seconds`);
  if (condition.audio) parts.push(`audio ${condition.audio.join(" or ")}`);
  return parts.join(", ") || "always";
}
