import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import type { Composition } from "./compose-picture.ts";

const JPEG_QUALITY = 85;
/** RGB, one filter for all lines, light compression: trying all filters and level 9 take ten times as long. */
const PNG_OPTIONS = { colorType: 2, filterType: 2, deflateLevel: 3 } as const;

/** The visible part of the composed picture as a JPEG file. */
export function encodeJpeg(composition: Composition): Uint8Array {
  return Uint8Array.from(jpeg.encode(toRgba(composition), JPEG_QUALITY).data);
}

/** The visible part of the composed picture as a PNG file. */
export function encodePng(composition: Composition): Uint8Array {
  const { width, height, data } = toRgba(composition);
  const png = new PNG({ width, height });
  png.data = Buffer.from(data.buffer);
  return Uint8Array.from(PNG.sync.write(png, PNG_OPTIONS));
}

function toRgba({ layout, picture }: Composition) {
  const { width, height } = layout.visiblePx;
  const { luma, cb, cr } = picture;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const chromaAt = (y >> 1) * cb.width + (x >> 1);
      const brightness = 1.1644 * ((luma.data[y * luma.width + x] ?? 0) - 16);
      const blueness = (cb.data[chromaAt] ?? 128) - 128;
      const redness = (cr.data[chromaAt] ?? 128) - 128;
      const at = (y * width + x) * 4;
      data[at] = toByte(brightness + 1.7927 * redness);
      data[at + 1] = toByte(brightness - 0.2132 * blueness - 0.5329 * redness);
      data[at + 2] = toByte(brightness + 2.1124 * blueness);
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

function toByte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
