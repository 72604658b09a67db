// Pictures without a decoder of the system: what draws the emulator's clips also reads, scales and writes small pictures.

export { decodeImage } from "./media/decode-image.ts";
export type { DecodedImage } from "./media/decoded-image.ts";
export { encodeRgbPng } from "./media/encode-rgb-png.ts";
export { resampleToCover } from "./media/resample.ts";
export { type LineOptions, lineWidthPx, writeLine } from "./media/write-line.ts";
