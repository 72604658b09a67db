import type { DecodedImage } from "./decoded-image.ts";
import { GLYPH_COLUMNS } from "./glyphs.ts";
import { createTextPainter } from "./text.ts";

export interface LineOptions {
  /** Size of the strip that the line stands in. What does not fit is cut. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels per dot of a letter: capitals are 7 dots high, and a letter takes 6 dots of a line. */
  readonly dotPx: number;
  /** Brightness of the letters and of what they stand on, 0 to 255. */
  readonly ink: number;
  readonly paper: number;
}

const CAPITAL_DOTS = 7;

/** Width of a line, in pixels. */
export const lineWidthPx = (text: string, dotPx: number): number =>
  Math.ceil([...text].length * (GLYPH_COLUMNS + 1) * dotPx);

/** A grey strip with one line of text, which starts at its left edge. Letters without a glyph are boxes. */
export function writeLine(text: string, { widthPx, heightPx, dotPx, ink, paper }: LineOptions): DecodedImage {
  const plane = { width: widthPx, height: heightPx, data: new Uint8Array(widthPx * heightPx).fill(paper) };
  const y = Math.round((heightPx - CAPITAL_DOTS * dotPx) / 2);
  createTextPainter(plane).draw(text, { x: 1, y }, { dotPx, ink });
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (const [at, grey] of plane.data.entries()) rgb.fill(grey, at * 3, at * 3 + 3);
  return { widthPx, heightPx, rgb };
}
