import { wrapText } from "../caption.ts";
import { type Colour, colourFromHex } from "../colour.ts";
import { decodeImage } from "../decode-image.ts";
import { toDrawableText } from "../glyphs.ts";
import { dotPxFor } from "../layout.ts";
import { paintImage } from "../paint-image.ts";
import { createPicture, MACROBLOCK_PX, type Picture, type Plane } from "../picture.ts";
import { CAPITAL_DOTS, type TextPainter } from "../text.ts";
import { type Box, boxOf, fillBox } from "./paint-slate.ts";
import type { DrawnInput } from "./slate-facts.ts";
import type { SlateLayout } from "./slate-layout.ts";
import { colourFromHsl } from "./slate-look.ts";
import type { SlidingTile } from "./slide-tile.ts";

const DARK: Colour = colourFromHex("#15181d");
const INK = { onAccent: 24, code: 235, name: 190 } as const;
const ADVANCE_DOTS = 6;
/** The operation takes at most this share of the width. */
const OPERATION_SHARE = 0.42;
/** Squares along a pattern. */
const PATTERN_SIDE = 5;
/** A tile with room for so many letters of a name beside it shows it. */
const LEAST_LETTERS = 4;
const MOST_LETTERS = 16;
/** Letters beside a tile are made smaller to this share before a name is cut. */
const LEAST_LETTER_SHARE = 0.75;
/** A tile that has no more room than this stays where it is. */
const LEAST_WAY_PX = 2 * MACROBLOCK_PX;

export interface InputsRow {
  readonly operation?: string | undefined;
  readonly inputs: readonly DrawnInput[];
  readonly accent: Colour;
}

interface Canvas {
  readonly picture: Picture;
  readonly painter: TextPainter;
}

const even = (value: number): number => 2 * Math.floor(value / 2);

/**
 * Draws what was done, and a tile for each input: its picture or a pattern of its own, its number, and its name if there is room.
 * Returns the last tile where it slides.
 */
export function paintInputs(
  canvas: Canvas,
  { inputs: area, visiblePx }: SlateLayout,
  { operation, inputs, accent }: InputsRow,
): SlidingTile | undefined {
  if (area === undefined) return undefined;
  const row = boxOf(area);
  fillBox(canvas.picture, row, DARK);
  const gap = even(Math.max(4, row.height * 0.08));
  const dotPx = dotPxFor(visiblePx.width, visiblePx.height);
  const left = even(10 * dotPx);
  const room: Box = {
    x: left,
    y: row.y + gap,
    width: visiblePx.width - 2 * left,
    height: row.height - 2 * gap,
  };
  const used = operation === undefined ? 0 : 2 * gap + paintOperation(canvas, room, { operation, accent });
  const tiles = { ...room, x: room.x + used, width: room.width - used };
  const pitchPx = pitchFor(inputs, { widthPx: tiles.width, tilePx: room.height, gapPx: gap, dotPx });
  const side = even(Math.min(room.height, pitchPx - gap));
  const right = room.x + room.width;
  let sliding: SlidingTile | undefined;
  inputs.forEach((input, at) => {
    const x = tiles.x + at * pitchPx;
    const isLast = at === inputs.length - 1;
    // A column of macroblocks that is dark in all of its pixels, before the tile.
    const column = Math.ceil((x - gap) / MACROBLOCK_PX);
    const slidingX = (column + 1) * MACROBLOCK_PX;
    const slides = isLast && input.isMotion === true && right - slidingX - side > LEAST_WAY_PX;
    const box = {
      x: slides ? slidingX : x,
      y: even(room.y + (room.height - side) / 2),
      width: side,
      height: side,
    };
    paintTile(canvas, box, input);
    const nameRoom = { ...box, x: box.x + side, width: Math.min(pitchPx - gap, right - box.x) - side };
    const nameWidth = drawName(canvas.painter, nameRoom, { name: input.name, dotPx });
    const wayPx = right - (box.x + side + nameWidth);
    if (slides && wayPx > LEAST_WAY_PX)
      sliding = { area: { ...area, column, columns: area.columns - column }, wayPx };
  });
  return sliding;
}

interface TileRoom {
  readonly widthPx: number;
  readonly tilePx: number;
  readonly gapPx: number;
  readonly dotPx: number;
}

/** From one tile to the next: as far as the longest name needs, where there is room. */
function pitchFor(inputs: readonly DrawnInput[], { widthPx, tilePx, gapPx, dotPx }: TileRoom): number {
  const longest = Math.max(0, ...inputs.map(({ name }) => Math.min(MOST_LETTERS, name.length)));
  const namedPx = tilePx + gapPx + (longest + 2) * ADVANCE_DOTS * dotPx;
  return even(Math.min(Math.max(tilePx * 3, namedPx), (widthPx + gapPx) / Math.max(1, inputs.length)));
}

/** Returns how wide it is. */
function paintOperation(
  { picture, painter }: Canvas,
  room: Box,
  { operation, accent }: { readonly operation: string; readonly accent: Colour },
): number {
  const text = toDrawableText(operation).toUpperCase();
  const letters = Math.max(1, text.length) * ADVANCE_DOTS + 2 * CAPITAL_DOTS;
  const dotPx = Math.min((room.height * 0.5) / CAPITAL_DOTS, (room.width * OPERATION_SHARE) / letters);
  const width = even(letters * dotPx);
  fillBox(picture, { ...room, width }, accent);
  const y = room.y + (room.height - CAPITAL_DOTS * dotPx) / 2;
  painter.draw(text, { x: room.x + CAPITAL_DOTS * dotPx, y }, { dotPx, ink: INK.onAccent });
  return width;
}

function paintTile({ picture, painter }: Canvas, box: Box, { code, mark, image }: DrawnInput): void {
  const decoded = image === undefined ? undefined : decodeImage(image);
  if (decoded) {
    const thumb = createPicture(box.width, box.height);
    paintImage(thumb, decoded, box.height);
    putPicture(picture, thumb, box);
  } else paintPattern(picture, box, mark);
  const dotPx = (box.height * 0.3) / CAPITAL_DOTS;
  const [width, height] = [even((code.length * ADVANCE_DOTS + 2) * dotPx), even((CAPITAL_DOTS + 3) * dotPx)];
  fillBox(picture, { ...box, width, height }, DARK);
  painter.draw(code, { x: box.x + 1.5 * dotPx, y: box.y + 1.5 * dotPx }, { dotPx, ink: INK.code });
}

/** Squares in two colours, both from the digest, the same left and right: the eye knows them again. */
function paintPattern(picture: Picture, box: Box, mark: string): void {
  const bits = Number.parseInt(mark.slice(0, 8), 16) || 0;
  const hue = (bits % 24) * 15;
  fillBox(picture, box, colourFromHsl(hue, 0.45, 0.3));
  const ink = colourFromHsl((hue + 180) % 360, 0.7, 0.68);
  const edge = (at: number) => even((at * box.width) / PATTERN_SIDE);
  for (let row = 0; row < PATTERN_SIDE; row++)
    for (let column = 0; column < PATTERN_SIDE; column++) {
      const bit = row * 3 + Math.min(column, PATTERN_SIDE - 1 - column);
      if (((bits >>> (bit + 8)) & 1) === 0) continue;
      fillBox(
        picture,
        {
          x: box.x + edge(column),
          y: box.y + edge(row),
          width: edge(column + 1) - edge(column),
          height: edge(row + 1) - edge(row),
        },
        ink,
      );
    }
}

function putPicture(picture: Picture, part: Picture, { x, y }: Box): void {
  const put = (to: Plane, from: Plane, left: number, top: number) => {
    for (let row = 0; row < from.height; row++)
      to.data.set(
        from.data.subarray(row * from.width, (row + 1) * from.width),
        (top + row) * to.width + left,
      );
  };
  put(picture.luma, part.luma, x, y);
  put(picture.cb, part.cb, x / 2, y / 2);
  put(picture.cr, part.cr, x / 2, y / 2);
}

/** Makes a long name smaller, then cuts its end. Returns how wide it is. */
function drawName(
  painter: TextPainter,
  room: Box,
  { name, dotPx }: { readonly name: string; readonly dotPx: number },
): number {
  const drawable = toDrawableText(name);
  const fitting = room.width / ((drawable.length + 1) * ADVANCE_DOTS);
  const ownDotPx = Math.max(1, LEAST_LETTER_SHARE * dotPx, Math.min(dotPx, fitting));
  const letters = Math.min(MOST_LETTERS, Math.floor(room.width / (ADVANCE_DOTS * ownDotPx)) - 1);
  if (letters < LEAST_LETTERS) return 0;
  const [text = ""] = wrapText(drawable, letters, 1);
  const y = room.y + (room.height - CAPITAL_DOTS * ownDotPx) / 2;
  painter.draw(text, { x: room.x + ADVANCE_DOTS * ownDotPx * 0.7, y }, { dotPx: ownDotPx, ink: INK.name });
  return (text.length + 1) * ADVANCE_DOTS * ownDotPx;
}
