import { constants, crc32, deflateSync, inflateSync } from "node:zlib";

const CHUNKS_OFFSET = 8;
/** Length and type before the data, the checksum behind it. */
const CHUNK_HEAD_BYTES = 8;
const CHUNK_BYTES = 12;
const BIT_DEPTH_OFFSET = 24;
const COLOUR_TYPE_OFFSET = 25;
/** Samples per pixel by colour type (PNG specification §11.2.2). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * A PNG, not interlaced, with zeros for the rows that its data lacks; the file itself where it has all, or cannot be read so far.
 * The decoder takes what happens to lie in memory for such rows.
 */
export function withAllRows(
  file: Buffer,
  { width, height }: { readonly width: number; readonly height: number },
): Buffer {
  const samples = SAMPLES[file.readUInt8(COLOUR_TYPE_OFFSET)] ?? 0;
  const rowBytes = Math.ceil((width * samples * file.readUInt8(BIT_DEPTH_OFFSET)) / 8) + 1;
  const found = readImageData(file);
  const rows = found && inflate(found.data, rowBytes * height);
  if (!found || !rows || rows.length >= rowBytes * height) return file;
  const whole = Buffer.alloc(rowBytes * height);
  rows.copy(whole);
  return Buffer.concat([
    file.subarray(0, found.start),
    chunkOf("IDAT", deflateSync(whole)),
    chunkOf("IEND", Buffer.alloc(0)),
  ]);
}

/** The joined image data, and where its first chunk begins. */
function readImageData(file: Buffer): { readonly start: number; readonly data: Buffer } | undefined {
  const parts: Buffer[] = [];
  let start: number | undefined;
  for (let at = CHUNKS_OFFSET; at + CHUNK_HEAD_BYTES <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString("latin1", at + 4, at + CHUNK_HEAD_BYTES) === "IDAT") {
      start ??= at;
      parts.push(file.subarray(at + CHUNK_HEAD_BYTES, at + CHUNK_HEAD_BYTES + length));
    }
    at += CHUNK_BYTES + length;
  }
  return start === undefined ? undefined : { start, data: Buffer.concat(parts) };
}

/** Undefined for what is damaged, or has more than is wanted: then no row is missing. */
function inflate(data: Buffer, maxOutputLength: number): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

function chunkOf(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
