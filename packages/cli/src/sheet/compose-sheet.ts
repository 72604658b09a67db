import type { Picture } from "../pictures/picture.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import { arrange, type SheetLayout } from "./sheet-layout.ts";

export interface Tile {
  /** Fits into the box of the layout. */
  readonly picture: Picture;
  readonly name: string;
  /** Second line, such as a timecode. */
  readonly note: string;
}

const PAPER = 22;
const BOX = 12;
const NAME_INK = 235;
const NOTE_INK = 150;
const LETTER_DOTS = 6;

type Corner = { readonly x: number; readonly y: number };

/** Draws tiles in rows, each picture in the middle of its box, name and note below. The same tiles give the same pixels. */
export async function composeSheet(layout: SheetLayout, tiles: readonly Tile[]): Promise<Picture> {
  const { writeLine } = await import("@klingkit/emulator/pictures");
  const { box, linePx, dotPx } = layout;
  const pictures = tiles.map(({ picture }) => picture);
  const { size, places } = arrange(layout, pictures);
  const sheet = plainPicture(size.widthPx, size.heightPx, PAPER);
  const lineOf = (text: string, ink: number) =>
    writeLine(cutLetters(text, Math.floor(box.widthPx / (LETTER_DOTS * dotPx))), {
      widthPx: box.widthPx,
      heightPx: linePx,
      dotPx,
      ink,
      paper: PAPER,
    });
  for (const [at, { picture, name, note }] of tiles.entries()) {
    const { x, y, box: own } = places[at] ?? { x: 0, y: 0, box };
    paste(sheet, plainPicture(own.widthPx, own.heightPx, BOX), { x, y });
    paste(sheet, picture, {
      x: x + Math.floor((own.widthPx - picture.widthPx) / 2),
      y: y + Math.floor((own.heightPx - picture.heightPx) / 2),
    });
    paste(sheet, lineOf(name, NAME_INK), { x, y: y + own.heightPx });
    paste(sheet, lineOf(note, NOTE_INK), { x, y: y + own.heightPx + linePx });
  }
  return sheet;
}

function plainPicture(widthPx: number, heightPx: number, grey: number): Picture {
  return { widthPx, heightPx, rgb: new Uint8Array(widthPx * heightPx * 3).fill(grey) };
}

function paste(target: Picture, source: Picture, { x, y }: Corner): void {
  const lineBytes = source.widthPx * 3;
  for (let row = 0; row < source.heightPx; row++) {
    const line = source.rgb.subarray(row * lineBytes, (row + 1) * lineBytes);
    target.rgb.set(line, ((y + row) * target.widthPx + x) * 3);
  }
}

/** The font has the letters of ASCII: accents are left out, and what is of another script stands as a box. */
function cutLetters(text: string, most: number): string {
  const letters = [...showOnOneLine(text).normalize("NFKD").replaceAll(/\p{M}/gu, "")];
  if (letters.length <= most) return letters.join("");
  const start = Math.ceil((most - 2) / 2);
  return [...letters.slice(0, start), "..", ...letters.slice(letters.length - (most - 2 - start))].join("");
}
