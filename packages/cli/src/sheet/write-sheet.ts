import { rm, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { FrameDecoder } from "@klingkit/engine";
import { makeFolder } from "klingkit/node";
import { CliError } from "../errors/cli-error.ts";
import { writeWhole } from "../files/write-whole.ts";
import { markPng, markWebp } from "../files/written-by-klingkit.ts";
import type { Picture } from "../pictures/picture.ts";
import type { PictureSource } from "../pictures/picture-source.ts";
import { runFfmpeg } from "../pictures/run-ffmpeg.ts";

const ENCODER = "libwebp";
const QUALITY = "82";
const MOST_BYTES = 1_000_000_000;

/** Throws `webp_unavailable` where the ffmpeg that is installed writes no WebP, before any file is read. */
export async function requireWebp(
  source: Pick<PictureSource, "decoder" | "whyNoDecoder">,
  signal: AbortSignal,
): Promise<FrameDecoder> {
  const decoder = await source.decoder();
  const listed =
    decoder &&
    (await runFfmpeg({ program: decoder.program, args: ["-encoders"], maxBytes: MOST_BYTES, signal }));
  if (decoder && listed && Buffer.from(listed).includes(` ${ENCODER} `)) return decoder;
  throw new CliError({
    code: "webp_unavailable",
    message: `--output: WebP needs ffmpeg with ${ENCODER}, but ${decoder ? `${decoder.program} lacks it` : source.whyNoDecoder()}. Give a name that ends in .png. Nothing was written.`,
  });
}

export interface WriteInput {
  readonly picture: Picture;
  readonly path: string;
  /** Of WebP. */
  readonly encoder?: FrameDecoder | undefined;
  readonly signal: AbortSignal;
}

/** Writes a sheet in one step, as its name ends, and returns its size in bytes. */
export async function writeSheet({ picture, path, encoder, signal }: WriteInput): Promise<number> {
  const { encodeRgbPng } = await import("@klingkit/emulator/pictures");
  await makeFolder(dirname(path));
  const png = markPng(encodeRgbPng(picture));
  const bytes = encoder ? markWebp(await toWebp(encoder, { png, path, signal }), picture) : png;
  await writeWhole(path, bytes);
  return bytes.byteLength;
}

interface ToEncode {
  readonly png: Uint8Array;
  /** The picture is kept beside it meanwhile. */
  readonly path: string;
  readonly signal: AbortSignal;
}

async function toWebp({ program }: FrameDecoder, { png, path, signal }: ToEncode): Promise<Uint8Array> {
  const draft = `${path}.${process.pid}.png`;
  try {
    await writeFile(draft, png);
    return await runFfmpeg({
      program,
      args: [
        "-f",
        "png_pipe",
        "-i",
        `file:${draft}`,
        "-c:v",
        ENCODER,
        "-quality",
        QUALITY,
        "-f",
        "webp",
        "-",
      ],
      maxBytes: MOST_BYTES,
      signal,
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** `png` or `webp`, by the end of the name; undefined for any other. */
export function formatOf(path: string): "png" | "webp" | undefined {
  const end = extname(path).toLowerCase();
  return end === ".png" ? "png" : end === ".webp" ? "webp" : undefined;
}
