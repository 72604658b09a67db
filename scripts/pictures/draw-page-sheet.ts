import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { fitInto, type Size } from "../../packages/cli/src/pictures/picture.ts";
import { createPictureSource, type PictureFile } from "../../packages/cli/src/pictures/picture-source.ts";
import { composeSheet } from "../../packages/cli/src/sheet/compose-sheet.ts";
import { timecode } from "../../packages/cli/src/sheet/moments.ts";
import { layoutSheet } from "../../packages/cli/src/sheet/sheet-layout.ts";
import { encodeRgbPng } from "../../packages/emulator/src/pictures.ts";
import { followPage } from "./follow-page.ts";
import type { PageSheet, SheetTile } from "./page-sheets.ts";
import { openSession } from "./session.ts";

const WIDTH_PX = 1200;
const AT_SECONDS = 2.5;
const WAVE_SIZE = { widthPx: 640, heightPx: 360 };
const WAVE_COLOUR = "0x79c0ff";
const WAVE_PAPER = "0x0c0c0c";
const QUALITY = "70";
const IS_AUDIO = /\.(mp3|wav)$/;

const run = promisify(execFile);

interface OpenedTile {
  readonly tile: SheetTile;
  readonly file: PictureFile;
}

/** Runs the commands of a page at the emulator and draws the sheet of what they made, as WebP. Needs ffmpeg. */
export async function drawPageSheet({ page, columns, tiles }: PageSheet): Promise<Uint8Array> {
  const session = await openSession({ hasSlates: true });
  try {
    await followPage(session, page);
    const source = await createPictureSource({ env: process.env, signal: new AbortController().signal });
    const opened = await Promise.all(
      tiles.map(async (tile): Promise<OpenedTile> => {
        const path = await pictureOf(join(session.folder, tile.file));
        const file = await source.open(path);
        if (!file) throw new Error(`no picture can be taken from ${tile.file}`);
        return { tile, file };
      }),
    );
    const sizes = opened.map(({ file }): Size => file.size);
    const layout = layoutSheet({ widthPx: WIDTH_PX, columns, sizes });
    const drawn = await Promise.all(
      opened.map(async ({ tile, file }) => {
        const atSeconds = tile.atSeconds ?? AT_SECONDS;
        const picture = await source.read(file, { size: fitInto(file.size, layout.box), atSeconds });
        if (!picture) throw new Error(`no frame can be read from ${tile.file}; ffmpeg is needed`);
        const note = file.kind === "video" ? `${tile.file} ${timecode(atSeconds)}` : tile.file;
        return { picture, name: tile.label, note };
      }),
    );
    return await encodeWebp(session.folder, encodeRgbPng(await composeSheet(layout, drawn)));
  } finally {
    await session.close();
  }
}

/** The file itself, or the wave form of one that is only heard. */
async function pictureOf(path: string): Promise<string> {
  if (!IS_AUDIO.test(extname(path))) return path;
  const picture = `${path}.png`;
  const size = `${WAVE_SIZE.widthPx}x${WAVE_SIZE.heightPx}`;
  const wave = `[0:a]aformat=channel_layouts=mono,showwavespic=s=${size}:scale=cbrt:draw=full:colors=${WAVE_COLOUR}`;
  const filter = `${wave}[wave];color=${WAVE_PAPER}:s=${size}[paper];[paper][wave]overlay`;
  const args = ["-loglevel", "error", "-i", path, "-filter_complex", filter, "-frames:v", "1", picture];
  await run("ffmpeg", args);
  return picture;
}

async function encodeWebp(folder: string, png: Uint8Array): Promise<Uint8Array> {
  const [input, output] = [join(folder, "sheet.png"), join(folder, "sheet.webp")];
  await writeFile(input, png);
  const encoder = ["-c:v", "libwebp", "-quality", QUALITY, "-compression_level", "6"];
  await run("ffmpeg", ["-loglevel", "error", "-i", input, ...encoder, output]);
  return await readFile(output);
}
