import { MEDIA_RULES, type Resolution, type VideoFacts } from "@klingkit/spec";

export interface PixelSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Shorter side in pixels. 720p and 1080p are documented names; 4k is UHD. INF */
const SHORT_SIDE_PX: Readonly<Record<Resolution, number>> = { "720p": 720, "1080p": 1080, "4k": 2160 };

/** Output size: the resolution's shorter side, in the ratio of the request, else of its image, else 16:9. INF */
export function pictureSize(facts: VideoFacts, image: PixelSize | undefined): PixelSize {
  const shortPx = SHORT_SIDE_PX[facts.resolution];
  const ratio = image ? imageRatio(image) : namedRatio(facts.aspectRatio ?? "16:9");
  const longPx = even(shortPx * Math.max(ratio, 1 / ratio));
  return ratio >= 1 ? { widthPx: longPx, heightPx: shortPx } : { widthPx: shortPx, heightPx: longPx };
}

/** Side of the square that an image has as many pixels as. Only the names are documented. INF */
const SQUARE_SIDE_PX: Readonly<Record<string, number>> = { "1k": 1024, "2k": 2048, "4k": 4096 };

/** Size of a made image. */
export function imageSize(resolution: string | undefined, aspectRatio: string | undefined): PixelSize {
  const sidePx = SQUARE_SIDE_PX[resolution ?? "1k"] ?? 1024;
  const ratio = namedRatio(aspectRatio ?? "16:9");
  return { widthPx: even(sidePx * Math.sqrt(ratio)), heightPx: even(sidePx / Math.sqrt(ratio)) };
}

/** Encoders take even sides only. */
const even = (sidePx: number): number => 2 * Math.round(sidePx / 2);

/** Longer images than the rules allow would give pictures that cannot be encoded. INF: the service's answer to them is not known. */
function imageRatio({ widthPx, heightPx }: PixelSize): number {
  const { minAspect = 0, maxAspect = Number.POSITIVE_INFINITY } = MEDIA_RULES.standardImage;
  const ratio = widthPx / heightPx;
  return Number.isFinite(ratio) ? Math.min(maxAspect, Math.max(minAspect, ratio)) : 1;
}

function namedRatio(name: string): number {
  const [width = 16, height = 9] = name.split(":").map(Number);
  const ratio = width / height;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9;
}
