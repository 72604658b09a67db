import { colourFromRgb } from "./colour.ts";
import type { DecodedImage } from "./decoded-image.ts";
import type { Picture, Plane } from "./picture.ts";
import { resampleToCover } from "./resample.ts";

/** Fills the upper `heightPx` lines with the image, scaled to cover them. `heightPx` must be even. */
export function paintImage({ luma, cb, cr }: Picture, image: DecodedImage, heightPx: number): void {
  const scaled = resampleToCover(image, { widthPx: luma.width, heightPx });
  paintComponent(luma, scaled, 0);
  const halved = resampleToCover(scaled, { widthPx: cb.width, heightPx: heightPx / 2 });
  paintComponent(cb, halved, 1);
  paintComponent(cr, halved, 2);
}

function paintComponent({ data }: Plane, { rgb }: DecodedImage, component: 0 | 1 | 2): void {
  // The conversion is linear: its value for black, and what each channel adds.
  const black = colourFromRgb(0, 0, 0)[component];
  const red = (colourFromRgb(255, 0, 0)[component] - black) / 255;
  const green = (colourFromRgb(0, 255, 0)[component] - black) / 255;
  const blue = (colourFromRgb(0, 0, 255)[component] - black) / 255;
  for (let at = 0, from = 0; from < rgb.length; at++, from += 3) {
    data[at] =
      black + 0.5 + red * (rgb[from] ?? 0) + green * (rgb[from + 1] ?? 0) + blue * (rgb[from + 2] ?? 0);
  }
}
