import { PNG } from "pngjs";
import type { DecodedImage } from "./decoded-image.ts";

/** RGB, the filter of each line by its content: pictures with plain parts become a third smaller. */
const OPTIONS = { colorType: 2, inputColorType: 2, filterType: -1, deflateLevel: 6 } as const;

/** A picture as a PNG file. The same picture gives the same bytes. */
export function encodeRgbPng({ widthPx, heightPx, rgb }: DecodedImage): Uint8Array {
  const png = new PNG({ width: widthPx, height: heightPx });
  png.data = Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength);
  return Uint8Array.from(PNG.sync.write(png, OPTIONS));
}
