import { findContent, findContents, readTopBoxes, readType, viewOf } from "./box.ts";
import type { ByteSource } from "./byte-source.ts";
import { readTiming } from "./timing.ts";
import { readTrack, type Track } from "./track.ts";

/** The properties of a video file. Absent where the file does not state them. */
export interface VideoMeasure {
  readonly container: "mp4" | "mov";
  /** As shown: a rotated track has its sides swapped. */
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly durationSeconds?: number;
  /** Mean over the track. */
  readonly framesPerSecond?: number;
  readonly hasAudio: boolean;
}

/** Tables of a minute-long clip take some 100 kB; more than this is not a clip. */
const MAX_MOVIE_BYTES = 32 * 1024 * 1024;

/** Measures an MP4 or QuickTime file; undefined when the bytes are not one or have no movie header. Reads only headers. */
export async function measureSource(source: ByteSource): Promise<VideoMeasure | undefined> {
  const found = await readMovie(source);
  return found && describeMovie(found.movie, found.container);
}

/** Content of the movie box, and what it stands in; undefined when there is none, or one that is too large. */
export async function readMovie(
  source: ByteSource,
): Promise<{ readonly movie: DataView; readonly container: "mp4" | "mov" } | undefined> {
  let brand: string | undefined;
  for await (const box of readTopBoxes(source)) {
    if (box.type === "ftyp") brand = readType(viewOf(await source.read(box.contentOffset, 4)), 0);
    if (box.type !== "moov") continue;
    const sizeBytes = box.endOffset - box.contentOffset;
    if (sizeBytes > MAX_MOVIE_BYTES) return undefined;
    const movie = viewOf(await source.read(box.contentOffset, sizeBytes));
    // QuickTime files from before brands existed have no ftyp.
    return { movie, container: brand === undefined || brand === "qt  " ? "mov" : "mp4" };
  }
  return undefined;
}

function describeMovie(movie: DataView, container: "mp4" | "mov"): VideoMeasure {
  const tracks = findContents(movie, "trak").map(readTrack);
  const video = tracks.find(({ handler }) => handler === "vide");
  const durationSeconds = movieSeconds(movie) ?? video?.durationSeconds;
  return {
    container,
    ...(video?.widthPx && video.heightPx ? { widthPx: video.widthPx, heightPx: video.heightPx } : {}),
    ...(durationSeconds ? { durationSeconds } : {}),
    ...framesPerSecond(video),
    hasAudio: tracks.some(({ handler }) => handler === "soun"),
  };
}

function framesPerSecond(video: Track | undefined): { framesPerSecond?: number } {
  if (!video?.frames || !video.durationSeconds) return {};
  return { framesPerSecond: Math.round((video.frames / video.durationSeconds) * 1000) / 1000 };
}

/** From mvhd, or mehd in a fragmented file; undefined when neither tells. */
function movieSeconds(movie: DataView): number | undefined {
  const header = findContent(movie, "mvhd");
  if (!header) return undefined;
  const { timescale, duration } = readTiming(header);
  const fragments = findContent(movie, "mvex", "mehd");
  const units = duration || (fragments ? readFragmentDuration(fragments) : 0);
  return timescale > 0 && units > 0 ? units / timescale : undefined;
}

function readFragmentDuration(view: DataView): number {
  if (view.byteLength < 8) return 0;
  if (view.getUint8(0) !== 1) return view.getUint32(4);
  return view.byteLength < 12 ? 0 : Number(view.getBigUint64(4));
}
