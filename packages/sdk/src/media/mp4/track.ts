import { findContent, readType } from "./box.ts";
import { readTiming } from "./timing.ts";

export interface Track {
  /** `vide`, `soun` or another handler. */
  readonly handler: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly frames: number;
}

/** Reads a `trak`; what is missing or broken is 0. */
export function readTrack(track: DataView): Track {
  const handler = findContent(track, "mdia", "hdlr");
  const timing = findContent(track, "mdia", "mdhd");
  const times = findContent(track, "mdia", "minf", "stbl", "stts");
  const { timescale, duration } = timing ? readTiming(timing) : { timescale: 0, duration: 0 };
  const { frames, units } = times ? readTimes(times) : { frames: 0, units: 0 };
  return {
    handler: handler ? readType(handler, 8) : "",
    ...readSides(track),
    durationSeconds: timescale > 0 ? (units || duration) / timescale : 0,
    frames,
  };
}

/** Sum of the time-to-sample table. Entries beyond the box are not believed. */
function readTimes(view: DataView): { readonly frames: number; readonly units: number } {
  let frames = 0;
  let units = 0;
  const entries = view.byteLength < 8 ? 0 : view.getUint32(4);
  for (let offset = 8, left = entries; left > 0 && offset + 8 <= view.byteLength; offset += 8, left -= 1) {
    const count = view.getUint32(offset);
    frames += count;
    units += count * view.getUint32(offset + 4);
  }
  return { frames, units };
}

/** Shown size from tkhd; coded size from the sample description where tkhd has none. */
function readSides(track: DataView): { readonly widthPx: number; readonly heightPx: number } {
  const header = findContent(track, "tkhd");
  const matrixOffset = header && header.byteLength > 0 && header.getUint8(0) === 1 ? 52 : 40;
  if (!header || header.byteLength < matrixOffset + 44) return readCodedSides(track);
  const widthPx = Math.round(header.getUint32(matrixOffset + 36) / 65_536);
  const heightPx = Math.round(header.getUint32(matrixOffset + 40) / 65_536);
  const shown = widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : readCodedSides(track);
  // A turn by 90° has nothing on the diagonal of its matrix. Phones store upright clips so.
  const isTurned = header.getInt32(matrixOffset) === 0 && header.getInt32(matrixOffset + 4) !== 0;
  return isTurned ? { widthPx: shown.heightPx, heightPx: shown.widthPx } : shown;
}

function readCodedSides(track: DataView): { readonly widthPx: number; readonly heightPx: number } {
  const description = findContent(track, "mdia", "minf", "stbl", "stsd");
  // Version and count (8), entry header (8), then 24 bytes before the sides of a visual entry.
  if (!description || description.byteLength < 44) return { widthPx: 0, heightPx: 0 };
  return { widthPx: description.getUint16(40), heightPx: description.getUint16(42) };
}
