import type { Plane } from "./picture.ts";

/** Intra_16x16 prediction modes by their number in the stream (ITU-T H.264 table 8-4). */
export const LUMA_MODE = { vertical: 0, horizontal: 1, dc: 2, plane: 3 } as const;
/** Chroma prediction modes by their number in the stream (table 8-5); plane is not used. */
export const CHROMA_MODE = { dc: 0, horizontal: 1, vertical: 2 } as const;

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

function sum(values: Int32Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i] ?? 0;
  return total;
}

function average(border: Border): number {
  const { top, left, hasTop, hasLeft } = border;
  if (hasTop && hasLeft) return (sum(top, 0, 16) + sum(left, 0, 16) + 16) >> 5;
  if (hasTop) return (sum(top, 0, 16) + 8) >> 4;
  return hasLeft ? (sum(left, 0, 16) + 8) >> 4 : 128;
}

/** Plane prediction (§8.3.3.4): value = clip((base + x · slopeX + y · slopeY) >> 5). */
function planeOf({ top, left, corner }: Border): { base: number; slopeX: number; slopeY: number } {
  let horizontal = 0;
  let vertical = 0;
  for (let i = 0; i < 8; i++) {
    horizontal += (i + 1) * ((top[8 + i] ?? 0) - (i < 7 ? (top[6 - i] ?? 0) : corner));
    vertical += (i + 1) * ((left[8 + i] ?? 0) - (i < 7 ? (left[6 - i] ?? 0) : corner));
  }
  const slopeX = (5 * horizontal + 32) >> 6;
  const slopeY = (5 * vertical + 32) >> 6;
  return { base: 16 * ((left[15] ?? 0) + (top[15] ?? 0)) + 16 - 7 * (slopeX + slopeY), slopeX, slopeY };
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

export interface PredictionTask {
  readonly border: Border;
  /** The picture to encode and the block's place in it. */
  readonly source: Plane;
  readonly x: number;
  readonly y: number;
  /** Receives the predicted samples, row by row. */
  readonly predicted: Uint8Array;
}

/** Fills `predicted` with the 16 × 16 prediction nearest to the source and returns its mode. */
export function predictLuma({ border, source, x, y, predicted }: PredictionTask): number {
  const { top, left } = border;
  const { data, width } = source;
  const dc = average(border);
  const isInside = border.hasTop && border.hasLeft;
  const { base, slopeX, slopeY } = isInside ? planeOf(border) : { base: 0, slopeX: 0, slopeY: 0 };
  let [vertical, horizontal, flat, plane] = [0, 0, 0, 0];
  for (let row = 0; row < 16; row++) {
    const line = (y + row) * width + x;
    const leftValue = left[row] ?? 0;
    let slope = base + row * slopeY;
    for (let column = 0; column < 16; column++) {
      const value = data[line + column] ?? 0;
      vertical += Math.abs(value - (top[column] ?? 0));
      horizontal += Math.abs(value - leftValue);
      flat += Math.abs(value - dc);
      plane += Math.abs(value - (slope >> 5));
      slope += slopeX;
    }
  }
  const costs = [
    border.hasTop ? vertical : Number.POSITIVE_INFINITY,
    border.hasLeft ? horizontal : Number.POSITIVE_INFINITY,
    flat,
    isInside ? plane : Number.POSITIVE_INFINITY,
  ];
  const mode = costs.indexOf(Math.min(...costs));
  for (let row = 0; row < 16; row++) {
    const leftValue = left[row] ?? 0;
    for (let column = 0; column < 16; column++) {
      predicted[row * 16 + column] =
        mode === LUMA_MODE.vertical
          ? (top[column] ?? 0)
          : mode === LUMA_MODE.horizontal
            ? leftValue
            : mode === LUMA_MODE.dc
              ? dc
              : clip((base + row * slopeY + column * slopeX) >> 5);
    }
  }
  return mode;
}

/** Sum of absolute differences between the 8 × 8 source block and its vertical or horizontal prediction. */
export function chromaCost({ border, source, x, y }: PredictionTask, mode: number): number {
  if (mode === CHROMA_MODE.vertical ? !border.hasTop : !border.hasLeft) return Number.POSITIVE_INFINITY;
  const isVertical = mode === CHROMA_MODE.vertical;
  let cost = 0;
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const expected = isVertical ? border.top[column] : border.left[row];
      cost += Math.abs((source.data[(y + row) * source.width + x + column] ?? 0) - (expected ?? 0));
    }
  }
  return cost;
}

/** Sum of absolute differences to the prediction in `predicted`. */
export function predictedCost({ source, x, y, predicted }: PredictionTask): number {
  let cost = 0;
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      cost += Math.abs(
        (source.data[(y + row) * source.width + x + column] ?? 0) - (predicted[row * 8 + column] ?? 0),
      );
    }
  }
  return cost;
}

/** Fills `predicted` with the 8 × 8 chroma prediction of `mode`. */
export function predictChroma({ border, predicted }: PredictionTask, mode: number): void {
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      predicted[row * 8 + column] =
        (mode === CHROMA_MODE.vertical
          ? border.top[column]
          : mode === CHROMA_MODE.horizontal
            ? border.left[row]
            : 0) ?? 0;
    }
  }
  if (mode === CHROMA_MODE.dc) fillChromaAverages(border, predicted);
}

/** DC prediction works by quarters; the two off the diagonal prefer the border that they touch (§8.3.4.1–3). */
function fillChromaAverages({ top, left, hasTop, hasLeft }: Border, predicted: Uint8Array): void {
  for (let quarter = 0; quarter < 4; quarter++) {
    const fromX = (quarter % 2) * 4;
    const fromY = (quarter >> 1) * 4;
    const useTop = hasTop && (quarter !== 2 || !hasLeft);
    const useLeft = hasLeft && (quarter !== 1 || !hasTop);
    const total = (useTop ? sum(top, fromX, fromX + 4) : 0) + (useLeft ? sum(left, fromY, fromY + 4) : 0);
    const value = useTop && useLeft ? (total + 4) >> 3 : useTop || useLeft ? (total + 2) >> 2 : 128;
    for (let row = fromY; row < fromY + 4; row++) predicted.fill(value, row * 8 + fromX, row * 8 + fromX + 4);
  }
}
