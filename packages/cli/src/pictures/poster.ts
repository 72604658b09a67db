import type { Deps } from "../deps.ts";
import { pictureKind } from "../terminal/abilities.ts";
import { cutEnd } from "../terminal/cells.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import { drawHalfBlocks } from "./half-blocks.ts";
import { fitInto, type Picture, type Size } from "./picture.ts";
import type { PictureSource } from "./picture-source.ts";
import { itermImage, kittyImage } from "./terminal-image.ts";

/** Cells of a picture at most; a cell is two pixels high. */
const MOST: Size = { widthPx: 48, heightPx: 24 };
/** Pixels of an image in each pixel that half blocks would have, where the terminal shows real images. */
const IMAGE_SCALE = 10;
const INDENT = "  ";
const GAP = "  ";
/** Texts stand beside a picture where they have as many cells. */
const MIN_TEXT_WIDTH = 28;

export interface Poster {
  readonly file: string;
  /** Lines beside the picture, or below it where the terminal is narrow. They may have colours and links. */
  readonly lines: readonly string[];
}

/** Shows a picture of a file with some words about it. False where none can be had; nothing is written then. */
export async function showPoster(
  { io: { stdout }, env }: Deps,
  source: PictureSource,
  { file, lines }: Poster,
): Promise<boolean> {
  const kind = pictureKind(stdout, env);
  const columns = stdout.columns ?? 80;
  const opened = kind && (await source.open(file));
  if (!opened) return false;
  const box = { widthPx: Math.min(MOST.widthPx, columns - INDENT.length - 1), heightPx: MOST.heightPx };
  const cells = evenHeight(fitInto(opened.size, box));
  const scale = kind === "blocks" ? 1 : IMAGE_SCALE;
  const size = { widthPx: cells.widthPx * scale, heightPx: cells.heightPx * scale };
  const picture = await source.read(opened, { size });
  if (!picture) return false;
  const rows = cells.heightPx / 2;
  const image =
    kind === "blocks" ? undefined : await imageOrder(kind, picture, { columns: cells.widthPx, rows });
  const left = image === undefined ? drawHalfBlocks(picture) : Array.from({ length: rows }, () => "");
  const besideAt = INDENT.length + cells.widthPx + GAP.length;
  const isWide = columns - 1 - besideAt >= MIN_TEXT_WIDTH;
  const width = columns - 1 - (isWide ? besideAt : INDENT.length);
  const texts = lines.map((line) => cutEnd(showOnOneLine(line), width));
  const start = Math.max(0, Math.floor((rows - texts.length) / 2));
  const beside = left.map((line, at) => {
    const text = isWide ? (texts[at - start] ?? "") : "";
    // A picture moves the cursor only where its cells are written.
    const right = text === "" ? "" : `\u001b[${besideAt + 1}G${text}`;
    return `${INDENT}${line}${right}\n`;
  });
  const below = isWide ? [] : texts.map((text) => `${INDENT}${text}\n`);
  // The texts are made safe above; the guard would show the orders of the picture.
  stdout.write(`${image === undefined ? "" : `${INDENT}${image}\r`}${[...beside, ...below].join("")}`, {
    movesCursor: true,
  });
  return true;
}

const evenHeight = ({ widthPx, heightPx }: Size): Size => ({
  widthPx,
  heightPx: Math.max(2, heightPx - (heightPx % 2)),
});

async function imageOrder(
  kind: "kitty" | "iterm",
  picture: Picture,
  cells: { readonly columns: number; readonly rows: number },
): Promise<string> {
  const { encodeRgbPng } = await import("@klingkit/emulator/pictures");
  const png = encodeRgbPng(picture);
  return kind === "kitty" ? kittyImage(png, cells) : itermImage(png, cells);
}
