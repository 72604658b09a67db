import { PNG } from "pngjs";
import type { DecodedImage } from "./decoded-image.ts";
import { withAllRows } from "./with-all-rows.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Offsets of width and height: IHDR is always the first chunk (PNG specification §5.3, §11.2.2). */
const WIDTH_OFFSET = 16;
const HEIGHT_OFFSET = 20;
const INTERLACE_OFFSET = 28;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

/**
 * Decodes a PNG of any colour type and depth, not interlaced; transparent parts lie on white, and of an APNG the still
 * image is taken. Throws for other kinds, for more than `maxPixels` and for damaged data.
 */
export function decodePng(bytes: Uint8Array, maxPixels: number): DecodedImage {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [declaredWidth, declaredHeight] = [file.readUInt32BE(WIDTH_OFFSET), file.readUInt32BE(HEIGHT_OFFSET)];
  // Before decoding, which takes memory for all pixels.
  if (declaredWidth * declaredHeight > maxPixels)
    throw new RangeError(`PNG of ${declaredWidth}x${declaredHeight} is larger than supported`);
  // The library inflates interlaced data without a limit: a small file could fill the memory.
  if (file.readUInt8(INTERLACE_OFFSET) !== 0) throw new RangeError("interlaced PNG is not supported");
  const whole = withAllRows(file, { width: declaredWidth, height: declaredHeight });
  const { width, height, data } = PNG.sync.read(whole);
  if (width === 0 || height === 0) throw new RangeError("PNG without pixels");
  return { widthPx: width, heightPx: height, rgb: onWhite(data) };
}

function onWhite(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let at = 0, to = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++)
      rgb[to++] = Math.round(255 + (((rgba[at + channel] ?? 0) - 255) * alpha) / 255);
  }
  return rgb;
}
