import type { CapabilityRow } from "../facts/capability.ts";
import type { MediaRule } from "../media/media-rule.ts";
import { VIDEO_MEDIA_RULES } from "../media/video-media-rules.ts";
import type { VideoFacts } from "./facts.ts";

/** The rule of the input video of a request; undefined where the model takes none. */
export function inputVideoRule(facts: VideoFacts, row: CapabilityRow): MediaRule | undefined {
  // With an element the orientation follows the video, whatever is asked. @source DOC 2026-09
  const followsImage = row.hasMotion && facts.orientation === "image" && facts.elements.length === 0;
  const name = followsImage ? "motionVideoForImageOrientation" : row.videoRule;
  return name === undefined ? undefined : VIDEO_MEDIA_RULES[name];
}

export interface LengthLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** Lengths that the service takes for an input video, in seconds. */
export function inputVideoLimits(facts: VideoFacts, row: CapabilityRow): LengthLimits {
  const { minSeconds = 0, maxSeconds = Number.POSITIVE_INFINITY } = inputVideoRule(facts, row) ?? {};
  return { minSeconds, maxSeconds };
}

/** What is wrong with the length of an input video; undefined where it passes. */
export function lengthMistake({ minSeconds, maxSeconds }: LengthLimits, seconds: number): string | undefined {
  if (seconds >= minSeconds && seconds <= maxSeconds) return undefined;
  return `an input video of ${seconds} s is not supported; use one of ${minSeconds} to ${maxSeconds} s`;
}
