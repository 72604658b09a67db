/** Luma, Cb, Cr: BT.709, limited range, not rounded. */
export type Colour = readonly [luma: number, cb: number, cr: number];

/** Converts 8-bit RGB. */
export function colourFromRgb(red: number, green: number, blue: number): Colour {
  const brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [
    16 + (219 / 255) * brightness,
    128 + ((224 / 255) * (blue - brightness)) / 1.8556,
    128 + ((224 / 255) * (red - brightness)) / 1.5748,
  ];
}

/** Converts `#rrggbb`. */
export function colourFromHex(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return colourFromRgb(value >> 16, (value >> 8) & 0xff, value & 0xff);
}

/** The colour `share` (0–1) of the way from one to the other. */
export function blendColours(from: Colour, to: Colour, share: number): Colour {
  const mix = (a: number, b: number) => a + (b - a) * share;
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
