import type { PixelSize } from "./image-size.ts";

/** Output size: the shorter side of the resolution, in a ratio of width to height. INF */
export function sizeByRatio(shortSidePx: number, ratio: number): PixelSize {
  const longPx = even(shortSidePx * Math.max(ratio, 1 / ratio));
  return ratio >= 1 ? { widthPx: longPx, heightPx: shortSidePx } : { widthPx: shortSidePx, heightPx: longPx };
}

/** Encoders take even sides only. */
export const even = (sidePx: number): number => 2 * Math.round(sidePx / 2);

/** Longer images than `maxAspect` to 1 would give pictures that cannot be encoded. */
export function imageRatio(
  { widthPx, heightPx }: PixelSize,
  { minAspect, maxAspect }: { readonly minAspect: number; readonly maxAspect: number },
): number {
  const ratio = widthPx / heightPx;
  return Number.isFinite(ratio) ? Math.min(maxAspect, Math.max(minAspect, ratio)) : 1;
}

/** Ratio of a name such as `16:9`; 16:9 for others. */
export function namedRatio(name: string): number {
  const [width = 16, height = 9] = name.split(":").map(Number);
  const ratio = width / height;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9;
}
