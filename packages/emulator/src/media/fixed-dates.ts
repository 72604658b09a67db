/** Boxes whose bodies are boxes. */
const CONTAINERS = new Set(["moov", "trak", "mdia"]);
/** Boxes that begin with a creation and a modification time (ISO/IEC 14496-12 §8.2.2, §8.3.2, §8.4.2). */
const DATED = new Set(["mvhd", "tkhd", "mdhd"]);

/** Sets all dates in an MP4 file to zero, in place: the muxer writes the current time, and equal clips must be equal. */
export function clearDates(file: Uint8Array): void {
  clearDatesIn(new DataView(file.buffer, file.byteOffset, file.byteLength));
}

function clearDatesIn(boxes: DataView): void {
  for (let at = 0; at + 8 <= boxes.byteLength; ) {
    const size = boxes.getUint32(at);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => boxes.getUint8(at + offset)));
    // Sizes 0 and 1 (to the end, 64 bits) only occur in media data, which comes last.
    if (size < 8 || at + size > boxes.byteLength) return;
    const body = new DataView(boxes.buffer, boxes.byteOffset + at + 8, size - 8);
    if (CONTAINERS.has(type)) clearDatesIn(body);
    if (DATED.has(type)) clearDatesOf(body);
    at += size;
  }
}

function clearDatesOf(body: DataView): void {
  const dateBytes = body.getUint8(0) === 1 ? 8 : 4;
  for (let offset = 4; offset < 4 + 2 * dateBytes; offset++) body.setUint8(offset, 0);
}
