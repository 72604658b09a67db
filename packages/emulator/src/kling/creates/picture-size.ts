import { MEDIA_RULES, type Resolution, type ResultOutcome, type VideoFacts } from "@klingkit/spec";
import type { PixelSize } from "../../inputs/image-size.ts";
import { even, imageRatio, namedRatio, sizeByRatio } from "../../inputs/picture-size.ts";

/** Shorter side in pixels. 720p and 1080p are documented names; 4k is UHD. INF */
const SHORT_SIDE_PX: Readonly<Record<Resolution, number>> = { "720p": 720, "1080p": 1080, "4k": 2160 };

/** INF: the service's answer to longer images is not known. */
const { minAspect = 0, maxAspect = Number.POSITIVE_INFINITY } = MEDIA_RULES.standardImage;

/** Output size: the resolution's shorter side, in the ratio of the request, else of its image, else 16:9. INF */
export function pictureSize(facts: VideoFacts, image: PixelSize | undefined): PixelSize {
  const ratio = image ? imageRatio(image, { minAspect, maxAspect }) : namedRatio(facts.aspectRatio ?? "16:9");
  return sizeByRatio(SHORT_SIDE_PX[facts.resolution], ratio);
}

/** The same for a result of an operation without video facts. INF */
export function videoSize(
  { aspectRatio, resolution }: Pick<ResultOutcome, "aspectRatio" | "resolution">,
  image: PixelSize | undefined,
): PixelSize {
  const ofImage = image ? imageRatio(image, { minAspect, maxAspect }) : namedRatio("16:9");
  const shortSidePx = resolution === "1080p" ? SHORT_SIDE_PX["1080p"] : SHORT_SIDE_PX["720p"];
  return sizeByRatio(shortSidePx, aspectRatio === undefined ? ofImage : namedRatio(aspectRatio));
}

/** Side of the square that an image has as many pixels as. Only the names are documented. INF */
const SQUARE_SIDE_PX: Readonly<Record<string, number>> = { "1k": 1024, "2k": 2048, "4k": 4096 };

/** Size of a made image; `input` is the image that it follows where no ratio was asked for. */
export function imageSize(
  { resolution, aspectRatio, scale }: ResultOutcome,
  input: PixelSize | undefined,
): PixelSize {
  if (scale && input)
    return {
      widthPx: drawable(input.widthPx * scale.width),
      heightPx: drawable(input.heightPx * scale.height),
    };
  const sidePx = SQUARE_SIDE_PX[resolution ?? "1k"] ?? 1024;
  const ratio = aspectRatio === undefined ? ratioOf(input, scale) : namedRatio(aspectRatio);
  return { widthPx: even(sidePx * Math.sqrt(ratio)), heightPx: even(sidePx / Math.sqrt(ratio)) };
}

/** An image behind a URL is not read: it counts as square. */
function ratioOf(input: PixelSize | undefined, scale: ResultOutcome["scale"]): number {
  const ratio = input ? imageRatio(input, { minAspect, maxAspect }) : 1;
  return scale ? (ratio * scale.width) / scale.height : ratio;
}

/** Sides of pictures that can be drawn. */
const drawable = (sidePx: number): number => even(Math.min(8192, Math.max(192, sidePx)));
