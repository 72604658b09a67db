/** A picture in 8-bit RGB, row by row, three bytes per pixel. */
export interface DecodedImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}
