import { colourFromRgb } from "./colour.ts";
import type { DecodedImage } from "./decoded-image.ts";
import type { Picture } from "./picture.ts";
import { resampleToCover } from "./resample.ts";

/** Fills the upper `heightPx` lines with the image, scaled to cover them. */
export function paintImage({ luma, cb, cr }: Picture, image: DecodedImage, heightPx: number): void {
  const { rgb, widthPx } = resampleToCover(image, luma.width, heightPx);
  for (let y = 0; y < heightPx; y += 2) {
    for (let x = 0; x < widthPx; x += 2) {
      let [cbSum, crSum] = [0, 0];
      for (const at of [y * widthPx + x, y * widthPx + x + 1, (y + 1) * widthPx + x, (y + 1) * widthPx + x + 1]) {
        const colour = colourFromRgb(rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0);
        luma.data[at] = Math.round(colour[0]);
        cbSum += colour[1];
        crSum += colour[2];
      }
      const chromaAt = (y >> 1) * cb.width + (x >> 1);
      cb.data[chromaAt] = Math.round(cbSum / 4);
      cr.data[chromaAt] = Math.round(crSum / 4);
    }
  }
}
