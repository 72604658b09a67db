import type { DecodedImage } from "./decoded-image.ts";

/** Which source pixels one line of target pixels takes: [first, last], and the weight of the last where they differ by one. */
interface Span {
  readonly first: number;
  readonly last: number;
  /** Share of `last` in a blend of two neighbours; undefined: the plain average from `first` to `last`. */
  readonly blend: number | undefined;
}

/** Scales the image to cover `widthPx` × `heightPx`, cutting evenly what sticks out. Averages down, blends up. */
export function resampleToCover(image: DecodedImage, widthPx: number, heightPx: number): DecodedImage {
  const scale = Math.min(image.widthPx / widthPx, image.heightPx / heightPx);
  const across = spans({ count: widthPx, sourceCount: image.widthPx, scale });
  const down = spans({ count: heightPx, sourceCount: image.heightPx, scale });
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  down.forEach((row, y) => {
    across.forEach((column, x) => {
      for (let channel = 0; channel < 3; channel++) {
        rgb[(y * widthPx + x) * 3 + channel] = sample(image, { row, column, channel });
      }
    });
  });
  return { widthPx, heightPx, rgb };
}

function spans({ count, sourceCount, scale }: { count: number; sourceCount: number; scale: number }): readonly Span[] {
  const offset = (sourceCount - count * scale) / 2;
  const inside = (at: number) => Math.max(0, Math.min(sourceCount - 1, at));
  return Array.from({ length: count }, (_, index) => {
    if (scale > 2) {
      const first = inside(Math.floor(offset + index * scale));
      return { first, last: Math.max(first, inside(Math.floor(offset + (index + 1) * scale) - 1)), blend: undefined };
    }
    const centre = offset + (index + 0.5) * scale - 0.5;
    const first = Math.floor(centre);
    return { first: inside(first), last: inside(first + 1), blend: centre - first };
  });
}

function sample(
  { rgb, widthPx }: DecodedImage,
  { row, column, channel }: { row: Span; column: Span; channel: number },
): number {
  const at = (y: number, x: number) => rgb[(y * widthPx + x) * 3 + channel] ?? 0;
  if (row.blend !== undefined && column.blend !== undefined) {
    const upper = at(row.first, column.first) * (1 - column.blend) + at(row.first, column.last) * column.blend;
    const lower = at(row.last, column.first) * (1 - column.blend) + at(row.last, column.last) * column.blend;
    return Math.round(upper * (1 - row.blend) + lower * row.blend);
  }
  let total = 0;
  for (let y = row.first; y <= row.last; y++) for (let x = column.first; x <= column.last; x++) total += at(y, x);
  return Math.round(total / ((row.last - row.first + 1) * (column.last - column.first + 1)));
}
