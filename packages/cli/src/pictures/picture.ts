import type { DecodedImage } from "@klingkit/emulator/pictures";

/** A picture in 8-bit RGB, row by row, three bytes per pixel. */
export type Picture = DecodedImage;

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The largest size of the same ratio within a box; at least one pixel. */
export function fitInto(size: Size, box: Size): Size {
  const scale = Math.min(box.widthPx / size.widthPx, box.heightPx / size.heightPx);
  return {
    widthPx: Math.max(1, Math.min(box.widthPx, Math.round(size.widthPx * scale))),
    heightPx: Math.max(1, Math.min(box.heightPx, Math.round(size.heightPx * scale))),
  };
}
