import {
  detectFormat,
  type ItemFact,
  MEDIA_RULES,
  readImageSize,
  type VideoFacts,
  viewBytes,
} from "@klingkit/spec";
import type { PixelSize } from "./picture-size.ts";

const isUrl = (value: string): boolean => /^https?:/i.test(value);

/** Longer input URLs are cut, so that a task stays small. INF: a limit for memory, not the service's. */
const MAX_URL_CHARACTERS = 4_096;
const boundUrl = (url: string): string => url.slice(0, MAX_URL_CHARACTERS);

/** The files that a create names or carries. */
export interface InputFiles {
  /** Inputs that were given by URL. */
  readonly urls: readonly string[];
  /** The image that the picture starts from, where it was given by URL. */
  readonly imageUrl: string | undefined;
  /** The same, where it was sent as data. */
  readonly image: Uint8Array | undefined;
  /** Whether the picture takes its ratio from that image. */
  readonly setsRatio: boolean;
  /** Whether an image that was sent as data is too small for the service. */
  readonly hasTooSmallImage: boolean;
}

export function inputFilesOf(facts: VideoFacts): InputFiles {
  const inputs = allInputs(facts);
  const decoded = new Map(
    inputs
      .filter(({ value }) => !isUrl(value))
      .map(({ value }) => [value, Buffer.from(value, "base64")] as const),
  );
  const start = facts.firstFrame ?? facts.motionImage ?? facts.referenceImages[0] ?? facts.lastFrame;
  return {
    urls: inputs
      .map(({ value }) => value)
      .filter(isUrl)
      .map(boundUrl),
    imageUrl: start && isUrl(start.value) ? boundUrl(start.value) : undefined,
    image: start && decoded.get(start.value),
    setsRatio: start !== undefined && facts.referenceImages[0] !== start,
    hasTooSmallImage: [...decoded.values()].some(isTooSmall),
  };
}

const allInputs = (facts: VideoFacts): readonly ItemFact[] =>
  [
    facts.firstFrame,
    facts.lastFrame,
    facts.motionImage,
    facts.motionVideo,
    ...facts.referenceImages,
    ...facts.videos,
  ].filter((item) => item !== undefined);

/** Size of a PNG or JPEG file; undefined for anything else. */
export function sizeOfImage(bytes: Uint8Array): PixelSize | undefined {
  const view = viewBytes(bytes);
  const format = detectFormat(view);
  return format === "png" || format === "jpg" ? readImageSize(view, format) : undefined;
}

const MIN_SIDE_PX = MEDIA_RULES.standardImage.minSidePx ?? 0;

/** Whether the service would refuse the image for its size, which it finds out only after accepting the task. @source LIVE */
export function isTooSmall(bytes: Uint8Array): boolean {
  const size = sizeOfImage(bytes);
  return size !== undefined && Math.min(size.widthPx, size.heightPx) < MIN_SIDE_PX;
}
