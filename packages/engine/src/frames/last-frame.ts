import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type FrameDecoder, requireFrameDecoder } from "./find-frame-decoder.ts";
import { FrameError } from "./frame-error.ts";
import { readVideoStream, type VideoStream } from "./read-video-stream.ts";
import { runDecoder } from "./run-decoder.ts";

const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * How much of the end is decoded, in seconds; the next is tried when a part has no frame, because the sound goes on or the
 * track is cut short. `undefined` is the whole file.
 */
const TAIL_SECONDS = [0.25, 4, undefined] as const;

/** Of containers that the services give, and no playlist, which could name other files. */
const CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";

/** Frames that a decoder holds at once grow with its threads. */
const THREADS = "2";

export interface LastFrameOptions {
  /** From `findFrameDecoder`. Default: it is looked for. */
  readonly decoder?: FrameDecoder;
  readonly signal?: AbortSignal | undefined;
  /** For each of the few runs of the decoder, in ms. Default 120 000. */
  readonly timeoutMs?: number;
  /** A PNG that is larger becomes a JPEG of high quality. Default: always PNG. */
  readonly maxSizeBytes?: number;
}

/**
 * The very last frame that a player shows of a video file, in its size, as the bytes of a PNG file. Honours edit lists,
 * reordered frames and rotation. Throws FrameError: `frame_decoder_missing`, `video_missing` if the file has no video,
 * `video_unreadable` if it is damaged, `frame_decoder_timeout`.
 */
export async function lastFrame(
  file: string,
  {
    decoder,
    signal,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    maxSizeBytes = Number.POSITIVE_INFINITY,
  }: LastFrameOptions = {},
): Promise<Uint8Array> {
  const found = decoder ?? (await requireFrameDecoder({ signal }));
  const run: Run = async (args) =>
    runDecoder({ program: found.program, args: ["-nostdin", "-hide_banner", ...args], signal, timeoutMs });
  const path = resolve(file);
  const stream = await probe(run, path);
  const folder = await mkdtemp(join(tmpdir(), "klingkit-frame-"));
  try {
    const bitmap = join(folder, "last.bmp");
    await decodeEnd({ run, path, stream, bitmap, everyFrame: found.everyFrame });
    const png = await convert(run, bitmap, join(folder, "last.png"));
    return png.length <= maxSizeBytes ? png : await convert(run, bitmap, join(folder, "last.jpg"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Run = (args: readonly string[]) => ReturnType<typeof runDecoder>;

const inputOf = (path: string) => [
  "-protocol_whitelist",
  "file",
  "-format_whitelist",
  CONTAINERS,
  "-i",
  `file:${path}`,
];

async function probe(run: Run, path: string): Promise<VideoStream> {
  // Without an output ffmpeg describes the file and ends with an error of its own.
  const { text } = await run(inputOf(path));
  const stream = readVideoStream(text);
  if (stream !== undefined) return stream;
  const isRead = /^Input #0/m.test(text);
  throw isRead
    ? new FrameError("video_missing", `${path} has no video, so it has no last frame. Nothing was sent.`)
    : unreadable(path, text);
}

interface EndDecoding {
  readonly run: Run;
  readonly path: string;
  readonly stream: VideoStream;
  /** Where each frame is written, over the one before: the last one stays. */
  readonly bitmap: string;
  readonly everyFrame: readonly string[];
}

async function decodeEnd({ run, path, stream, bitmap, everyFrame }: EndDecoding): Promise<void> {
  const matrix = stream.assumedMatrix === undefined ? "" : `:in_color_matrix=${stream.assumedMatrix}`;
  const output = [
    ...["-map", "0:V:0", "-vf", `scale=flags=accurate_rnd+full_chroma_int+bicubic${matrix},format=bgr24`],
    ...[...everyFrame, "-c:v", "bmp", "-f", "image2", "-update", "1", bitmap],
  ];
  let complaint = "";
  for (const seconds of TAIL_SECONDS) {
    const tail = seconds === undefined ? [] : ["-sseof", `-${seconds}`];
    // Stops at the first damage: what was written before it is not the last frame.
    const settings = ["-v", "error", "-xerror", "-y", "-threads", THREADS];
    const { isOk, text } = await run([...settings, ...tail, ...inputOf(path), ...output]);
    if (isOk && (await isThere(bitmap))) return;
    complaint = text;
  }
  throw unreadable(path, complaint);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size > 0,
    () => false,
  );

async function convert(run: Run, bitmap: string, target: string): Promise<Uint8Array> {
  const { isOk, text } = await run(["-v", "error", "-y", "-i", bitmap, "-q:v", "2", "-update", "1", target]);
  if (isOk) return readFile(target);
  throw new FrameError(
    "frame_decoder_failed",
    `ffmpeg could not write the frame: ${lastLineOf(text)}. Nothing was sent.`,
  );
}

const unreadable = (path: string, text: string) =>
  new FrameError(
    "video_unreadable",
    `${path} cannot be decoded: ${lastLineOf(text.replaceAll(`file:${path}: `, ""))}. Nothing was sent.`,
  );

/** What ffmpeg said last, without the name and address of the part that says it. */
const lastLineOf = (text: string): string =>
  (text.trim().split("\n").at(-1) || "ffmpeg does not say why").replace(/^\[[^\]]*\] /, "").slice(0, 200);
