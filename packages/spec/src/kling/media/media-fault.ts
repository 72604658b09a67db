import type { ByteView } from "./byte-view.ts";
import { readImageSize } from "./image-size.ts";
import { detectFormat, type MediaFormat } from "./media-format.ts";
import type { MediaRule } from "./media-rule.ts";

/** What is known of a file; only what is known is checked. */
export interface MediaFacts {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly durationSeconds?: number;
  readonly framesPerSecond?: number;
}

export type MediaFaultKind = "FORMAT" | "TOO_LARGE" | "TOO_SMALL" | "RATIO" | "LENGTH" | "FRAME_RATE";

/** A limit that a file breaks, with the limit in words that follow the name of the file. */
export interface MediaFault {
  readonly kind: MediaFaultKind;
  readonly reason: string;
}

/** The first limit that a file breaks. */
export function findMediaFault(rule: MediaRule, facts: MediaFacts): MediaFault | undefined {
  return sidesFault(rule, facts) ?? lengthFault(rule, facts) ?? frameRateFault(rule, facts);
}

export function findSizeFault(
  { maxSizeBytes = Infinity, kind }: MediaRule,
  sizeBytes: number,
): MediaFault | undefined {
  if (sizeBytes <= maxSizeBytes) return undefined;
  const most = describeBytes(maxSizeBytes);
  return faultOf(
    "TOO_LARGE",
    `has more than ${most}, the most that ${kind === "video" ? "a" : "an"} ${kind} may have here.`,
  );
}

export interface LookedAt {
  readonly format?: MediaFormat;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly fault?: MediaFault;
}

/** What an image is by its first bytes, and the first limit that it breaks. */
export function lookAtImage(rule: MediaRule, view: ByteView, claimed?: string): LookedAt {
  const tooLarge = findSizeFault(rule, view.sizeBytes);
  if (tooLarge) return { fault: tooLarge };
  const format = detectFormat(view);
  if ((format !== "png" && format !== "jpg") || !rule.formats.includes(format))
    return { ...(format ? { format } : {}), fault: formatFault(rule, format, claimed) };
  const size = readImageSize(view, format);
  if (!size) return { format, fault: brokenFault(format) };
  const fault = sidesFault(rule, size);
  return { format, ...size, ...(fault ? { fault } : {}) };
}

/** What a sound is by its first bytes, and the first limit that it breaks; its length is not measured. */
export function lookAtSound(rule: MediaRule, view: ByteView, claimed?: string): LookedAt {
  const tooLarge = findSizeFault(rule, view.sizeBytes);
  if (tooLarge) return { fault: tooLarge };
  const found = detectFormat(view);
  // Both hold sound in the same container.
  const format = found === "mp4" && rule.formats.includes("m4a") ? "m4a" : found;
  if (format !== undefined && rule.formats.includes(format)) return { format };
  return { ...(format ? { format } : {}), fault: formatFault(rule, format, claimed) };
}

/** `claimed`: extension of the name of the file, where it promises what the bytes do not hold. */
export function formatFault(
  { kind, formats }: MediaRule,
  format: MediaFormat | undefined,
  claimed?: string,
): MediaFault {
  const holds = format ? `holds ${format}` : `holds no ${kind} format that is known here`;
  const lie = claimed !== undefined && formats.includes(claimed) ? `, although its name says ${claimed}` : "";
  return faultOf("FORMAT", `${holds}${lie}. Use ${formats.join(", ")}.`);
}

export const brokenFault = (format: MediaFormat): MediaFault =>
  faultOf("FORMAT", `begins like ${format} but is broken or cut off. Save it again.`);

const faultOf = (kind: MediaFaultKind, reason: string): MediaFault => ({ kind, reason });

function sidesFault(rule: MediaRule, { widthPx, heightPx }: MediaFacts): MediaFault | undefined {
  if (widthPx === undefined || heightPx === undefined) return undefined;
  const is = `is ${widthPx} × ${heightPx} px`;
  const { minSidePx = 0, maxSidePx = Infinity, maxAreaPx = Infinity } = rule;
  if (Math.min(widthPx, heightPx) < minSidePx) {
    return faultOf("TOO_SMALL", `${is}; each side needs at least ${minSidePx} px.`);
  }
  if (Math.max(widthPx, heightPx) > maxSidePx) {
    return faultOf("TOO_LARGE", `${is}; a side may have at most ${maxSidePx} px.`);
  }
  if (widthPx * heightPx > maxAreaPx) {
    return faultOf("TOO_LARGE", `${is}; the area may be at most ${maxAreaPx} px.`);
  }
  const { minAspect = 0, maxAspect = Infinity } = rule;
  const aspect = widthPx / heightPx;
  if (aspect >= minAspect && aspect <= maxAspect) return undefined;
  const range = `between ${round(minAspect)} and ${round(maxAspect)}`;
  return faultOf("RATIO", `${is}; width / height must lie ${range}, not at ${round(aspect)}.`);
}

function lengthFault(rule: MediaRule, { durationSeconds }: MediaFacts): MediaFault | undefined {
  const { minSeconds = 0, maxSeconds = Infinity } = rule;
  if (durationSeconds === undefined) return undefined;
  if (durationSeconds >= minSeconds && durationSeconds <= maxSeconds) return undefined;
  return faultOf("LENGTH", `is ${round(durationSeconds)} s long. Use ${minSeconds} to ${maxSeconds} s.`);
}

function frameRateFault(rule: MediaRule, { framesPerSecond }: MediaFacts): MediaFault | undefined {
  const { minFramesPerSecond = 0, maxFramesPerSecond = Infinity } = rule;
  if (framesPerSecond === undefined) return undefined;
  // 23.976 is what cameras call 24, and 59.94 60.
  const rounded = Math.round(framesPerSecond);
  if (rounded >= minFramesPerSecond && rounded <= maxFramesPerSecond) return undefined;
  const range = `${minFramesPerSecond} to ${maxFramesPerSecond}`;
  return faultOf("FRAME_RATE", `has ${round(framesPerSecond)} frames per second. Use ${range}.`);
}

export function describeBytes(sizeBytes: number): string {
  const megabytes = sizeBytes / 1_048_576;
  return megabytes >= 1 ? `${round(megabytes)} MB` : `${sizeBytes} bytes`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
