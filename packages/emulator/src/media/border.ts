import type { Plane } from "./picture.ts";

/** The samples that border one block in the picture as a decoder has it so far. */
export interface Border {
  readonly top: Int32Array;
  readonly left: Int32Array;
  corner: number;
  hasTop: boolean;
  hasLeft: boolean;
}

export function createBorder(sizePx: number): Border {
  return {
    top: new Int32Array(sizePx),
    left: new Int32Array(sizePx),
    corner: 0,
    hasTop: false,
    hasLeft: false,
  };
}

/** Reads the samples around the block at (x, y) into `border`. */
export function readBorder(border: Border, decoded: Plane, x: number, y: number): void {
  const { width, data } = decoded;
  const size = border.top.length;
  border.hasTop = y > 0;
  border.hasLeft = x > 0;
  const above = (y - 1) * width + x;
  if (border.hasTop) for (let i = 0; i < size; i++) border.top[i] = data[above + i] ?? 0;
  if (border.hasLeft) for (let i = 0; i < size; i++) border.left[i] = data[above + (i + 1) * width - 1] ?? 0;
  border.corner = border.hasTop && border.hasLeft ? (data[above - 1] ?? 0) : 0;
}

export function sumBetween(values: Int32Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i] ?? 0;
  return total;
}
