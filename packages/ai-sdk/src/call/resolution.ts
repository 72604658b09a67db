import type { Resolution } from "@klingkit/spec";
import type { VideoWarning } from "../results.ts";
import { requestInvalid } from "../video-error.ts";

/** Pixels of a 16:9 picture. */
const PIXELS: readonly (readonly [Resolution, number])[] = [
  ["720p", 1280 * 720],
  ["1080p", 1920 * 1080],
  ["4k", 3840 * 2160],
];

/** Widths and heights that differ by rounding only, as a logarithm of pixels. */
const NEAR = 0.15;

/** The resolution of the service that has most nearly as many pixels as `{width}x{height}`. */
export function resolutionOf(text: string): {
  readonly resolution: Resolution;
  readonly warnings: readonly VideoWarning[];
} {
  const [, width = "", height = ""] = /^(\d{1,5})x(\d{1,5})$/.exec(text) ?? [];
  const pixels = Number(width) * Number(height);
  if (!(pixels > 0))
    throw requestInvalid(
      `resolution ${JSON.stringify(text)} must be a width and a height, such as 1920x1080. Nothing was sent.`,
    );
  const ratio = (known: number) => Math.abs(Math.log(pixels / known));
  const [[resolution, nearest]] = PIXELS.toSorted(([, left], [, right]) => ratio(left) - ratio(right)) as [
    (typeof PIXELS)[number],
  ];
  const details = `Kling makes 720p, 1080p and 4k. ${text} is made as ${resolution}.`;
  const isNear = ratio(nearest) < NEAR;
  return { resolution, warnings: isNear ? [] : [{ type: "compatibility", feature: "resolution", details }] };
}
