import { detectFormat, readImageSize, viewBytes } from "@klingkit/spec";

export interface PixelSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Size of a PNG or JPEG file; undefined for anything else. */
export function sizeOfImage(bytes: Uint8Array): PixelSize | undefined {
  const view = viewBytes(bytes);
  const format = detectFormat(view);
  return format === "png" || format === "jpg" ? readImageSize(view, format) : undefined;
}
