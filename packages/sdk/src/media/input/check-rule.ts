import type { MediaRule } from "@klingkit/spec";
import { KlingMediaError, type MediaErrorCode } from "../errors/kling-media-error.ts";

/** What is known of a file; only what is known is checked. */
export interface MediaFacts {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly durationSeconds?: number;
  readonly framesPerSecond?: number;
}

type Refusal = readonly [code: MediaErrorCode, reason: string];

/** @throws KlingMediaError for the first limit that is broken; the message names the limit */
export function checkRule(rule: MediaRule, mediaName: string, facts: MediaFacts): void {
  const refusal = checkSides(rule, facts) ?? checkLength(rule, facts) ?? checkFrameRate(rule, facts);
  if (!refusal) return;
  const [code, reason] = refusal;
  throw new KlingMediaError({ code, message: `${mediaName}: ${reason}`, mediaName });
}

/** @throws KlingMediaError KLING_MEDIA_TOO_LARGE */
export function checkSize(rule: MediaRule, mediaName: string, sizeBytes: number): void {
  if (sizeBytes <= rule.maxSizeBytes) return;
  throw new KlingMediaError({
    code: "KLING_MEDIA_TOO_LARGE",
    message: `${mediaName} has more than ${describeBytes(rule.maxSizeBytes)}, the most that a ${rule.kind} may have here.`,
    mediaName,
  });
}

function checkSides(rule: MediaRule, { widthPx, heightPx }: MediaFacts): Refusal | undefined {
  if (widthPx === undefined || heightPx === undefined) return undefined;
  const is = `is ${widthPx} × ${heightPx} px`;
  const { minSidePx = 0, maxSidePx = Infinity, maxAreaPx = Infinity } = rule;
  if (Math.min(widthPx, heightPx) < minSidePx) {
    return ["KLING_MEDIA_TOO_SMALL", `${is}; each side needs at least ${minSidePx} px.`];
  }
  if (Math.max(widthPx, heightPx) > maxSidePx) {
    return ["KLING_MEDIA_TOO_LARGE", `${is}; a side may have at most ${maxSidePx} px.`];
  }
  if (widthPx * heightPx > maxAreaPx) {
    return ["KLING_MEDIA_TOO_LARGE", `${is}; the area may be at most ${maxAreaPx} px.`];
  }
  const { minAspect = 0, maxAspect = Infinity } = rule;
  const aspect = widthPx / heightPx;
  if (aspect >= minAspect && aspect <= maxAspect) return undefined;
  const range = `between ${round(minAspect)} and ${round(maxAspect)}`;
  return ["KLING_MEDIA_RATIO", `${is}; width / height must lie ${range}, not at ${round(aspect)}.`];
}

function checkLength(rule: MediaRule, { durationSeconds }: MediaFacts): Refusal | undefined {
  const { minSeconds = 0, maxSeconds = Infinity } = rule;
  if (durationSeconds === undefined) return undefined;
  if (durationSeconds >= minSeconds && durationSeconds <= maxSeconds) return undefined;
  return [
    "KLING_MEDIA_LENGTH",
    `is ${round(durationSeconds)} s long; from ${minSeconds} to ${maxSeconds} s would pass.`,
  ];
}

function checkFrameRate(rule: MediaRule, { framesPerSecond }: MediaFacts): Refusal | undefined {
  const { minFramesPerSecond = 0, maxFramesPerSecond = Infinity } = rule;
  if (framesPerSecond === undefined) return undefined;
  // 23.976 is what cameras call 24, and 59.94 60.
  const rounded = Math.round(framesPerSecond);
  if (rounded >= minFramesPerSecond && rounded <= maxFramesPerSecond) return undefined;
  const range = `${minFramesPerSecond} to ${maxFramesPerSecond}`;
  return ["KLING_MEDIA_FRAME_RATE", `has ${round(framesPerSecond)} frames per second; ${range} would pass.`];
}

export function describeBytes(sizeBytes: number): string {
  const megabytes = sizeBytes / 1_048_576;
  return megabytes >= 1 ? `${round(megabytes)} MB` : `${sizeBytes} bytes`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
