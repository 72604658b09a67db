/** @source DOC 2026-10 (image expansion) */
export const EXPANSION_LIMITS = {
  /** Of each side, in heights or widths of the image. */
  maxRatio: 2,
  /** Area of the expanded image in areas of the original. */
  maxArea: 3,
} as const;

/** How far an image is expanded on each side: vertical ratios count in heights of the image, horizontal ones in widths. */
export interface Expansion {
  readonly up_expansion_ratio: number;
  readonly down_expansion_ratio: number;
  readonly left_expansion_ratio: number;
  readonly right_expansion_ratio: number;
}

export interface ExpansionTarget {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width to height of the expanded image, such as `16:9`. */
  readonly aspectRatio: string;
  /** Area of the expanded image in areas of the original, more than 1 and up to 3. Default: the most that is possible. */
  readonly areaFactor?: number;
}

/** Products of floating-point numbers may come out a little above the limit. */
const TOLERANCE = 1e-6;

/** Sides of the expanded image in sides of the original. */
export const expandedSides = (ratios: Expansion): { readonly width: number; readonly height: number } => ({
  width: 1 + ratios.left_expansion_ratio + ratios.right_expansion_ratio,
  height: 1 + ratios.up_expansion_ratio + ratios.down_expansion_ratio,
});

/** Area of the expanded image in areas of the original. */
export function expandedArea(ratios: Expansion): number {
  const { width, height } = expandedSides(ratios);
  return width * height;
}

export const isAreaAllowed = (ratios: Expansion): boolean =>
  expandedArea(ratios) <= EXPANSION_LIMITS.maxArea + TOLERANCE;

/**
 * The four ratios that give an image another shape, with the original in the middle. They have four decimals and are
 * rounded down, so that the area stays within the limit.
 * Throws RangeError where a number is out of range, or the image would have to be cropped: the message names the least area.
 * @source DOC 2026-10: H = √(m·w·h / A), W = A·H; up = down = (H − h) / 2h; left = right = (W − w) / 2w
 */
export function computeExpansion(target: ExpansionTarget): Expansion {
  const { widthPx, heightPx, aspectRatio, areaFactor = EXPANSION_LIMITS.maxArea } = target;
  const aspect = parseRatio(aspectRatio);
  if (!(widthPx > 0 && heightPx > 0))
    throw new RangeError(`widthPx ${widthPx} and heightPx ${heightPx} must be above 0.`);
  if (!(areaFactor >= 1 && areaFactor <= EXPANSION_LIMITS.maxArea))
    throw new RangeError(`areaFactor ${areaFactor} must be between 1 and ${EXPANSION_LIMITS.maxArea}.`);
  const least = leastArea(widthPx / heightPx, aspect);
  if (least > areaFactor + TOLERANCE) {
    const advice =
      least > EXPANSION_LIMITS.maxArea
        ? `the service expands to ${EXPANSION_LIMITS.maxArea} times the area. Choose a shape nearer to the image.`
        : `use an area of at least ${Math.ceil(least * 10_000) / 10_000}.`;
    throw new RangeError(
      `${aspectRatio} from ${widthPx}×${heightPx} px needs ${least.toFixed(4)} times the area; ${advice}`,
    );
  }
  const newHeight = Math.sqrt((areaFactor * widthPx * heightPx) / aspect);
  const vertical = roundDown((newHeight - heightPx) / 2 / heightPx);
  const horizontal = roundDown((aspect * newHeight - widthPx) / 2 / widthPx);
  return {
    up_expansion_ratio: vertical,
    down_expansion_ratio: vertical,
    left_expansion_ratio: horizontal,
    right_expansion_ratio: horizontal,
  };
}

/** Area at which the new shape just contains the image. */
const leastArea = (aspect: number, wanted: number): number => Math.max(aspect / wanted, wanted / aspect);

/** A value that is whole but for the error of its computation is not rounded to the one below. */
const roundDown = (value: number): number => Math.max(0, Math.floor(value * 10_000 + 1e-6) / 10_000);

function parseRatio(text: string): number {
  const [, width, height] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  const ratio = Number(width) / Number(height);
  if (!(Number.isFinite(ratio) && ratio > 0))
    throw new RangeError(`aspectRatio "${text}" is not a ratio such as 16:9.`);
  return ratio;
}
