export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Pixels of a PNG or JPEG from its header; undefined when the header is broken or the file is cut off. */
export function readImageSize(bytes: Uint8Array, format: "png" | "jpg"): ImageSize | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return format === "png" ? readPngSize(data) : readJpegSize(data);
}

function readPngSize(data: Buffer): ImageSize | undefined {
  // Signature (8), length (4), "IHDR" (4), width, height. The last chunk tells that nothing is missing.
  if (data.length < 24 || data.toString("latin1", 12, 16) !== "IHDR") return undefined;
  if (data.lastIndexOf("IEND", undefined, "latin1") < 0) return undefined;
  return known({ widthPx: data.readUInt32BE(16), heightPx: data.readUInt32BE(20) });
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;
/** 0xC0–0xCF are start-of-frame markers, except Huffman tables, JPEG extensions and arithmetic conditioning. */
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];

function readJpegSize(data: Buffer): ImageSize | undefined {
  let size: ImageSize | undefined;
  for (const { marker, offset } of readSegments(data)) {
    // The size comes before the scan; thumbnails with an end marker of their own do too.
    if (marker === START_OF_SCAN) return data.lastIndexOf(END_OF_IMAGE) > offset ? size : undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker);
    if (isFrame && offset + 9 <= data.length) {
      size = known({ heightPx: data.readUInt16BE(offset + 5), widthPx: data.readUInt16BE(offset + 7) });
    }
  }
  return undefined;
}

/** Segments after the start marker; ends where something else stands. */
function* readSegments(data: Buffer): Generator<{ readonly marker: number; readonly offset: number }> {
  let offset = 2;
  while (offset + 4 <= data.length && data[offset] === 0xff) {
    const marker = data[offset + 1] ?? 0;
    if (marker === 0xff) {
      offset += 1; // Fill byte.
      continue;
    }
    yield { marker, offset };
    const length = data.readUInt16BE(offset + 2);
    if (length < 2) return;
    offset += 2 + length;
  }
}

function known(size: ImageSize): ImageSize | undefined {
  return size.widthPx > 0 && size.heightPx > 0 ? size : undefined;
}
