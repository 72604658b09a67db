import { type Colour, colourFromHex } from "../colour.ts";
import { decodeImage } from "../decode-image.ts";
import { toDrawableText } from "../glyphs.ts";
import { dotPxFor } from "../layout.ts";
import { paintImage } from "../paint-image.ts";
import { createPicture, type Picture, type Plane } from "../picture.ts";
import { CAPITAL_DOTS, type TextPainter } from "../text.ts";
import { type Box, boxOf, fillBox } from "./paint-slate.ts";
import type { DrawnInput } from "./slate-facts.ts";
import type { SlateLayout } from "./slate-layout.ts";
import { colourFromHsl } from "./slate-look.ts";

const DARK: Colour = colourFromHex("#15181d");
const INK = { onAccent: 24, code: 235, name: 190 } as const;
const ADVANCE_DOTS = 6;
/** The operation takes at most this share of the width. */
const OPERATION_SHARE = 0.42;
/** Squares along a pattern. */
const PATTERN_SIDE = 5;
/** A tile with room for so many letters of a name beside it shows it. */
const LEAST_LETTERS = 4;
const MOST_LETTERS = 14;

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

/** Draws what was done, and a tile for each input: its picture or a pattern of its own, its number, and its name if there is room. */
export function paintInputs(
  canvas: Canvas,
  { inputs: area, visiblePx }: SlateLayout,
  { operation, inputs, accent }: InputsRow,
): void {
  if (area === undefined) return;
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
  const pitchPx = even(Math.min(room.height * 3, (tiles.width + gap) / Math.max(1, inputs.length)));
  const side = even(Math.min(room.height, pitchPx - gap));
  inputs.forEach((input, at) => {
    const box = {
      x: tiles.x + at * pitchPx,
      y: even(room.y + (room.height - side) / 2),
      width: side,
      height: side,
    };
    paintTile(canvas, box, input);
    drawName(
      canvas.painter,
      { ...box, x: box.x + side, width: pitchPx - gap - side },
      { name: input.name, dotPx },
    );
  });
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

/** The end of a name says most: the beginning of a file's or an ID's is often shared. */
function drawName(
  painter: TextPainter,
  room: Box,
  { name, dotPx }: { readonly name: string; readonly dotPx: number },
): void {
  const letters = Math.min(MOST_LETTERS, Math.floor(room.width / (ADVANCE_DOTS * dotPx)) - 1);
  if (letters < LEAST_LETTERS) return;
  const text = toDrawableText(name).slice(-letters);
  const y = room.y + (room.height - CAPITAL_DOTS * dotPx) / 2;
  painter.draw(text, { x: room.x + ADVANCE_DOTS * dotPx * 0.7, y }, { dotPx, ink: INK.name });
}
