import { requireObject } from "../../require-arguments.ts";
import { type ByteView, textAt } from "./byte-view.ts";

export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Pixels of a PNG or JPEG from its header; undefined when the header is broken or cut off. Reads some hundred bytes. */
export function readImageSize(view: ByteView, format: "png" | "jpg"): ImageSize | undefined {
  const size = format === "png" ? readPngSize(view) : readJpegSize(view);
  return size && size.widthPx > 0 && size.heightPx > 0 ? size : undefined;
}

function uintAt(view: ByteView, offset: number, length: number): number {
  let value = 0;
  for (let at = offset; at < offset + length; at += 1) value = value * 256 + (view.at(at) ?? 0);
  return value;
}

function readPngSize(view: ByteView): ImageSize | undefined {
  // Signature (8), length (4), "IHDR" (4), width, height.
  if (view.sizeBytes < 24 || textAt(view, 12, 4) !== "IHDR") return undefined;
  return { widthPx: uintAt(view, 16, 4), heightPx: uintAt(view, 20, 4) };
}

const START_OF_SCAN = 0xda;
/** 0xC0–0xCF are start-of-frame markers, except Huffman tables, JPEG extensions and arithmetic conditioning. */
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];

function readJpegSize(view: ByteView): ImageSize | undefined {
  for (const { marker, offset } of readSegments(view)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker);
    if (isFrame && offset + 9 <= view.sizeBytes)
      return { heightPx: uintAt(view, offset + 5, 2), widthPx: uintAt(view, offset + 7, 2) };
  }
  return undefined;
}

/** Offset of the scan of a JPEG, before which its size stands; undefined where it is cut off before. */
export function findScan(view: ByteView): number | undefined {
  requireObject("findScan", { view });
  for (const { marker, offset } of readSegments(view)) if (marker === START_OF_SCAN) return offset;
  return undefined;
}

/** Segments after the start marker up to the scan; ends where something else stands. */
function* readSegments(view: ByteView): Generator<{ readonly marker: number; readonly offset: number }> {
  let offset = 2;
  while (offset + 4 <= view.sizeBytes && view.at(offset) === 0xff) {
    const marker = view.at(offset + 1) ?? 0;
    if (marker === 0xff) {
      offset += 1; // Fill byte.
      continue;
    }
    yield { marker, offset };
    const length = uintAt(view, offset + 2, 2);
    if (marker === START_OF_SCAN || length < 2) return;
    offset += 2 + length;
  }
}
