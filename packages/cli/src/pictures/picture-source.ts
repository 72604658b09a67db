import { readFile, stat } from "node:fs/promises";
import type { FrameDecoder } from "@klingkit/engine";
import { measureVideo, readCover } from "klingkit/node";
import type { Deps } from "../deps.ts";
import type { Picture, Size } from "./picture.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";

/** A file that is larger is no still image that a person looks at. */
const MAX_IMAGE_BYTES = 64_000_000;
/** To which an image is reduced that only ffmpeg can read, in pixels. */
const MAX_IMAGE_SIDE_PX = 1280;
/** Containers and images, and no playlist, which could name other files. */
const FORMATS =
  "mov,mp4,m4a,3gp,3g2,mj2,image2,png_pipe,jpeg_pipe,webp_pipe,gif,bmp_pipe,tiff_pipe,apng,webp";

/** A file that pictures can be taken from. */
export type PictureFile =
  | { readonly kind: "video"; readonly path: string; readonly size: Size; readonly durationSeconds: number }
  | { readonly kind: "image"; readonly path: string; readonly size: Size; readonly image: Picture };

export interface PictureSource {
  /** The ffmpeg that shows any moment of a video; undefined where there is none, and only covers are shown. */
  decoder(): Promise<FrameDecoder | undefined>;
  /** Why there is none, once it was looked for: a phrase without a final stop. */
  whyNoDecoder(): string;
  /** Reads what a file is; undefined where no picture can be taken from it. Rejects where it cannot be read. */
  open(path: string): Promise<PictureFile | undefined>;
  /**
   * A picture of a file at a size of its ratio. `atSeconds` is the moment of a video; without it, the cover is preferred.
   * Undefined for a video without a cover where there is no decoder.
   */
  read(
    file: PictureFile,
    options: { readonly size: Size; readonly atSeconds?: number | undefined },
  ): Promise<Picture | undefined>;
}

/** What follows is about a request, and none is sent here. */
const firstSentence = (message: string): string => message.split(/\.(?: |$)/, 1)[0] ?? message;

/** Takes pictures by the ffmpeg that is installed, and without one from covers and from JPEG and PNG files. */
export async function createPictureSource({
  env,
  signal,
}: Pick<Deps, "env" | "signal">): Promise<PictureSource> {
  const { decodeImage, resampleToCover } = await import("@klingkit/emulator/pictures");
  let search: Promise<FrameDecoder | undefined> | undefined;
  let problem = "ffmpeg is not installed";
  /** Looked for when it is needed first: many files have covers. */
  const findDecoder = async () => {
    search ??= import("@klingkit/engine").then(({ findFrameDecoder }) => findFrameDecoder({ env, signal }));
    // A program that is named and does not run is the same as none: pictures are a help, not the work.
    return search.catch((error: unknown) => {
      if (error instanceof Error)
        problem = `KLING_FFMPEG names a program that does not work: ${firstSentence(error.message)}`;
      return undefined;
    });
  };
  const inputOf = (path: string) => [
    "-protocol_whitelist",
    "file,pipe",
    "-format_whitelist",
    FORMATS,
    "-i",
    `file:${path}`,
    "-frames:v",
    "1",
  ];
  async function decodeAt(
    path: string,
    { widthPx, heightPx }: Size,
    atSeconds: number,
  ): Promise<Picture | undefined> {
    const decoder = await findDecoder();
    if (!decoder) return undefined;
    const sizeBytes = widthPx * heightPx * 3;
    const scale = ["-vf", `scale=${widthPx}:${heightPx}:flags=area`];
    const raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    const args = ["-ss", atSeconds.toFixed(3), ...inputOf(path), ...scale, ...raw];
    const rgb = await runFfmpeg({ program: decoder.program, args, maxBytes: sizeBytes + 1, signal });
    return rgb.length === sizeBytes ? { widthPx, heightPx, rgb } : undefined;
  }

  /** WebP, GIF and the like, made smaller. */
  async function convert(path: string): Promise<Picture | undefined> {
    const decoder = await findDecoder();
    if (!decoder) return undefined;
    const side = String(MAX_IMAGE_SIDE_PX);
    const scale = ["-vf", `scale=${side}:${side}:force_original_aspect_ratio=decrease`];
    const args = [...inputOf(path), ...scale, "-f", "image2pipe", "-c:v", "png", "-"];
    const png = await runFfmpeg({ program: decoder.program, args, maxBytes: MAX_IMAGE_BYTES, signal }).catch(
      () => undefined,
    );
    signal.throwIfAborted();
    return png && decodeImage(png);
  }

  return {
    decoder: findDecoder,
    whyNoDecoder: () => problem,
    async open(path) {
      const { widthPx, heightPx, durationSeconds = 0 } = (await measureVideo(path)) ?? {};
      if (widthPx && heightPx) return { kind: "video", path, size: { widthPx, heightPx }, durationSeconds };
      const { size: sizeBytes } = await stat(path);
      const bytes = sizeBytes <= MAX_IMAGE_BYTES ? await readFile(path) : undefined;
      const image = bytes && (decodeImage(bytes) ?? (await convert(path)));
      return image && { kind: "image", path, size: image, image };
    },
    async read(file, { size, atSeconds }) {
      if (file.kind === "image") return resampleToCover(file.image, size);
      const moment = atSeconds === undefined ? undefined : await decodeAt(file.path, size, atSeconds);
      if (moment) return moment;
      const cover = await readCover(file.path);
      const image = cover && decodeImage(cover);
      return image ? resampleToCover(image, size) : decodeAt(file.path, size, file.durationSeconds / 2);
    },
  };
}
