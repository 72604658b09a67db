import type { Size } from "../pictures/picture.ts";

/** What a contact sheet is made by, in pixels. */
export interface SheetLayout {
  readonly widthPx: number;
  readonly columns: number;
  readonly gapPx: number;
  /** The largest box of a picture, which stands in its middle. */
  readonly box: Size;
  /** Height of one line of text below it. */
  readonly linePx: number;
  /** Pixels per dot of a letter. */
  readonly dotPx: number;
}

export interface LayoutInput {
  readonly widthPx: number;
  readonly columns: number;
  /** Of all pictures, as shown. */
  readonly sizes: readonly Size[];
}

const LINES = 2;
const LETTERS_PER_TILE = 34;
const LETTER_DOTS = 6;
const LINE_DOTS = 12;
const MIN_DOT_PX = 1;
const MAX_DOT_PX = 3;
const GAP_SHARE = 0.008;
const MIN_GAP_PX = 6;

/** A little wider than high. At most 8, so that names stay readable. */
export const usualColumns = (tiles: number): number =>
  Math.max(1, Math.min(8, tiles, Math.round(Math.sqrt(tiles) * 1.2)));

export function layoutSheet({ widthPx, columns, sizes }: LayoutInput): SheetLayout {
  const gapPx = Math.max(MIN_GAP_PX, Math.round(widthPx * GAP_SHARE));
  const boxWidthPx = Math.max(16, Math.floor((widthPx - gapPx * (columns + 1)) / columns));
  const box = { widthPx: boxWidthPx, heightPx: Math.max(9, Math.round(boxWidthPx * boxRatio(sizes))) };
  const dotPx = Math.min(MAX_DOT_PX, Math.max(MIN_DOT_PX, boxWidthPx / LETTERS_PER_TILE / LETTER_DOTS));
  const linePx = Math.round(LINE_DOTS * dotPx);
  return { widthPx, columns, gapPx, box, linePx, dotPx };
}

/** Height of a box by its width: that of the highest picture, but no higher than wide where some lie. */
function boxRatio(sizes: readonly Size[]): number {
  const ratios = sizes.map(({ widthPx, heightPx }) => heightPx / widthPx);
  const highest = Math.max(...ratios);
  return Math.min(highest, ratios.some((ratio) => ratio < 1) ? 1 : 2);
}

/** Where a tile stands. */
export interface Place {
  /** Left upper corner. */
  readonly x: number;
  readonly y: number;
  /** What lies behind its picture: as wide as all, as high as the highest picture of its row. */
  readonly box: Size;
}

/** Places of pictures of these sizes in their order, and the size of the sheet that holds them. */
export function arrange(
  { widthPx, columns, gapPx, box, linePx }: SheetLayout,
  pictures: readonly Size[],
): { readonly size: Size; readonly places: readonly Place[] } {
  const places: Place[] = [];
  let y = gapPx;
  for (let at = 0; at < pictures.length; at += columns) {
    const row = pictures.slice(at, at + columns);
    const heightPx = Math.max(...row.map((picture) => picture.heightPx));
    for (const column of row.keys())
      places.push({ x: gapPx + column * (box.widthPx + gapPx), y, box: { ...box, heightPx } });
    y += heightPx + LINES * linePx + gapPx;
  }
  return { size: { widthPx, heightPx: y }, places };
}
