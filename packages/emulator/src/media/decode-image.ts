import jpeg from "jpeg-js";
import { decodePng, isPng } from "./decode-png.ts";
import type { DecodedImage } from "./decoded-image.ts";

/** Decoding more than this would hold up the process for seconds. */
const MAX_MEGAPIXELS = 25;
const MAX_JPEG_MEMORY_MB = 768;

/** Decodes a JPEG or PNG. Undefined if it is neither, damaged, too large, or of a kind that is not supported. */
export function decodeImage(bytes: Uint8Array): DecodedImage | undefined {
  try {
    if (isPng(bytes)) return decodePng(bytes, MAX_MEGAPIXELS * 1e6);
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxResolutionInMP: MAX_MEGAPIXELS,
      maxMemoryUsageInMB: MAX_JPEG_MEMORY_MB,
    });
    return width > 0 && height > 0 ? { widthPx: width, heightPx: height, rgb: data } : undefined;
  } catch {
    // A picture that cannot be read is an expected outcome: the clip says so in its caption.
    return undefined;
  }
}
