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
  // Encoders take even sides only.
  const longPx = 2 * Math.round((shortPx * Math.max(ratio, 1 / ratio)) / 2);
  return ratio >= 1 ? { widthPx: longPx, heightPx: shortPx } : { widthPx: shortPx, heightPx: longPx };
}

/** Longer images than the rules allow would give pictures that cannot be encoded. INF: the service's answer to them is not known. */
function imageRatio({ widthPx, heightPx }: PixelSize): number {
  const { minAspect = 0, maxAspect = Number.POSITIVE_INFINITY } = MEDIA_RULES.standardImage;
  const ratio = widthPx / heightPx;
  return Number.isFinite(ratio) ? Math.min(maxAspect, Math.max(minAspect, ratio)) : 1;
}

function namedRatio(name: string): number {
  const [width = 16, height = 9] = name.split(":").map(Number);
  return width / height;
}
