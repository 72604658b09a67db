import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { fitInto, type Picture } from "../../packages/cli/src/pictures/picture.ts";
import {
  createPictureSource,
  type PictureFile,
  type PictureSource,
} from "../../packages/cli/src/pictures/picture-source.ts";
import { composeSheet } from "../../packages/cli/src/sheet/compose-sheet.ts";
import { findFiles } from "../../packages/cli/src/sheet/find-files.ts";
import { timecode } from "../../packages/cli/src/sheet/moments.ts";
import { layoutSheet, type SheetLayout } from "../../packages/cli/src/sheet/sheet-layout.ts";
import { encodeRgbPng } from "../../packages/emulator/src/pictures.ts";
import { joinAnimations } from "./join-animations.ts";
import { runQuietly } from "./run-quietly.ts";

const WIDTH_PX = 960;
const COLUMNS = 5;
const FRAMES_PER_SECOND = 5;
const SECONDS = 8;
/** From one clip's appearance to the next. */
const APART_SECONDS = 0.3;
/** All clips are there: what shows only the first picture of a file shows them. */
const FIRST_SECOND = 3;
const QUALITY = "50";
const PAPER = 12;

const run = promisify(execFile);

/** Ten clips of `examples/batch.yaml` that appear one after the other and play, as an animated WebP. Needs ffmpeg. */
export async function drawMovingSheet(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-sheet-"));
  try {
    await cp("examples", join(folder, "examples"), { recursive: true });
    await runQuietly(folder, ["run", "examples/batch.yaml", "--emulated", "--speed", "100"]);
    const signal = new AbortController().signal;
    const source = await createPictureSource({ env: process.env, signal });
    const paths = await findFiles(folder, ["*.mp4"]);
    const files = await Promise.all(paths.map((path) => source.open(path)));
    await drawFrames(
      folder,
      source,
      files.filter((file) => file !== undefined),
    );
    const parts = [];
    for (const range of RANGES) parts.push(await encode(folder, range));
    return joinAnimations(parts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Frames until all clips vanish and begin anew, and those from then on. */
const EMPTIED_AT = (SECONDS - FIRST_SECOND) * FRAMES_PER_SECOND;
const RANGES = [
  { from: 0, count: EMPTIED_AT },
  { from: EMPTIED_AT, count: SECONDS * FRAMES_PER_SECOND - EMPTIED_AT },
] as const;

async function encode(folder: string, { from, count }: (typeof RANGES)[number]): Promise<Buffer> {
  const output = join(folder, `${from}.webp`);
  const input = [
    "-framerate",
    String(FRAMES_PER_SECOND),
    "-start_number",
    String(from),
    "-i",
    join(folder, "%03d.png"),
    "-frames:v",
    String(count),
  ];
  const encoder = ["-c:v", "libwebp_anim", "-loop", "0", "-quality", QUALITY, "-compression_level", "6"];
  await run("ffmpeg", ["-loglevel", "error", "-y", ...input, ...encoder, output]);
  return readFile(output);
}

async function drawFrames(
  folder: string,
  source: PictureSource,
  files: readonly PictureFile[],
): Promise<void> {
  const sizes = files.map(({ size }) => size);
  const layout = layoutSheet({ widthPx: WIDTH_PX, columns: COLUMNS, sizes });
  for (let frame = 0; frame < SECONDS * FRAMES_PER_SECOND; frame += 1) {
    const seconds = (frame / FRAMES_PER_SECOND + FIRST_SECOND) % SECONDS;
    const tiles = await Promise.all(
      files.map((file, at) => tileAt(source, { file, layout, seconds: seconds - at * APART_SECONDS })),
    );
    const png = encodeRgbPng(await composeSheet(layout, tiles));
    await writeFile(join(folder, `${String(frame).padStart(3, "0")}.png`), png);
  }
}

interface Moment {
  readonly file: PictureFile;
  readonly layout: SheetLayout;
  /** Since the clip appeared; less than 0 before. */
  readonly seconds: number;
}

async function tileAt(source: PictureSource, { file, layout, seconds }: Moment) {
  const size = fitInto(file.size, layout.box);
  const length = file.kind === "video" ? file.durationSeconds : 0;
  const name = basename(file.path);
  const atSeconds = Math.min(Math.max(0, seconds), Math.max(0, length - 0.1));
  const picture = seconds < 0 ? undefined : await source.read(file, { size, atSeconds });
  const plain: Picture = { ...size, rgb: new Uint8Array(size.widthPx * size.heightPx * 3).fill(PAPER) };
  return { picture: picture ?? plain, name, note: seconds < 0 ? "running" : timecode(atSeconds) };
}
