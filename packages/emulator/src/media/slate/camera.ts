import { type Colour, colourFromHex } from "../colour.ts";
import type { MotionField } from "../motion-picture.ts";
import { MACROBLOCK_PX, type Picture } from "../picture.ts";
import { type Box, boxOf, fillBox } from "./paint-slate.ts";
import type { CameraMove } from "./slate-facts.ts";
import type { CameraPlaces } from "./slate-layout.ts";

const PAPER: Colour = colourFromHex("#262b33");

/** Half the side of the square in the field, as a share of half the box: room to move, to grow, or to shrink. */
const HALF_SIDE = { moving: 0.36, growing: 0.5, shrinking: 0.76 } as const;
/** How far the square goes and how much it grows, as shares of half the box. Together they stay within the field's margin. */
const GOES = { alone: 0.56, beside: 0.1 } as const;
/** Less than half the side, so that a quarter never shows the opposite side. */
const GROWS = 0.3;
const TURNS = 0.3;

/** One corner of the square, and the quarter of the box that it is in. */
interface Corner {
  readonly across: 0 | 1;
  readonly along: 0 | 1;
}

const CORNERS: readonly Corner[] = [
  { across: 0, along: 0 },
  { across: 1, along: 0 },
  { across: 0, along: 1 },
  { across: 1, along: 1 },
];

const evenPx = (value: number): number => 2 * Math.round(value / 2);

const halfBoxPx = ({ box }: CameraPlaces): number => (box.columns * MACROBLOCK_PX) / 2;

const hasOtherMotion = ({ nearer, clockwise }: CameraMove): boolean => nearer !== 0 || clockwise !== 0;

/** How far a corner has moved when so much of the clip is over, in pixels; even ones, because chroma has half of them. */
function shiftOf(
  move: CameraMove,
  { across, along }: Corner,
  halfPx: number,
  share: number,
): { x: number; y: number } {
  const reach = share * halfPx;
  const goes = hasOtherMotion(move) ? GOES.beside : GOES.alone;
  const [outX, outY] = [across === 0 ? -1 : 1, along === 0 ? -1 : 1];
  // Clockwise: the upper left corner goes right, the upper right one down.
  const turn = across === along ? { x: -outX, y: 0 } : { x: 0, y: -outY };
  return {
    x: evenPx(reach * (goes * move.right + GROWS * move.nearer * outX + TURNS * move.clockwise * turn.x)),
    y: evenPx(reach * (goes * move.down + GROWS * move.nearer * outY + TURNS * move.clockwise * turn.y)),
  };
}

/** Where a quarter of the box fetches its pixels, relative to them. */
function sourceOf(
  places: CameraPlaces,
  move: CameraMove,
  corner: Corner,
  share: number,
): { x: number; y: number } {
  const { box, field } = places;
  const margin = (field.columns - box.columns) / 2;
  const shift = shiftOf(move, corner, halfBoxPx(places), share);
  return {
    x: (field.column + margin - box.column) * MACROBLOCK_PX - shift.x,
    y: (field.row + margin - box.row) * MACROBLOCK_PX - shift.y,
  };
}

/** Draws the field and, from it, the box as it is when so much of the clip is over. */
export function paintCamera(
  picture: Picture,
  places: CameraPlaces,
  { move, share, accent }: { readonly move: CameraMove; readonly share: number; readonly accent: Colour },
): void {
  const field = boxOf(places.field);
  fillBox(picture, field, PAPER);
  const halfPx = halfBoxPx(places);
  const size = move.nearer < 0 ? "shrinking" : hasOtherMotion(move) ? "growing" : "moving";
  const half = evenPx(halfPx * HALF_SIDE[size]);
  const pen = Math.max(4, evenPx(halfPx / 12));
  const middle = { x: field.x + field.width / 2, y: field.y + field.height / 2 };
  const square = (by: number): Box => ({
    x: middle.x - by,
    y: middle.y - by,
    width: 2 * by,
    height: 2 * by,
  });
  fillBox(picture, square(half), accent);
  fillBox(picture, square(half - pen), PAPER);
  const box = boxOf(places.box);
  for (const corner of CORNERS) {
    const quarter = {
      x: box.x + corner.across * halfPx,
      y: box.y + corner.along * halfPx,
      width: halfPx,
      height: halfPx,
    };
    copyBox(picture, quarter, sourceOf(places, move, corner, share));
  }
}

/** Fills a box with what lies so far from it in the same picture. */
function copyBox({ luma, cb, cr }: Picture, to: Box, by: { readonly x: number; readonly y: number }): void {
  for (const [{ data, width }, scale] of [
    [luma, 1],
    [cb, 2],
    [cr, 2],
  ] as const)
    for (let y = to.y / scale; y < (to.y + to.height) / scale; y++) {
      const from = (y + by.y / scale) * width + (to.x + by.x) / scale;
      data.copyWithin(y * width + to.x / scale, from, from + to.width / scale);
    }
}

/** Points the box to what it shows when so much of the clip is over. */
export function pointCamera(
  field: MotionField,
  places: CameraPlaces,
  { move, share }: { readonly move: CameraMove; readonly share: number },
): void {
  const { box } = places;
  const half = box.columns / 2;
  for (const corner of CORNERS) {
    const { x, y } = sourceOf(places, move, corner, share);
    const column = box.column + corner.across * half;
    const row = box.row + corner.along * half;
    for (let line = row; line < row + half; line++) {
      const at = line * field.columns + column;
      field.x.fill(x * 4, at, at + half);
      field.y.fill(y * 4, at, at + half);
    }
  }
}
