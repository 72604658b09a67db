import type { Plane } from "./picture.ts";
import { goodEnoughCost } from "./prediction.ts";
import {
  forwardTransform,
  hadamard2x2,
  hadamard4x4,
  inverseTransform,
  type Quantisation,
  quantiseAc,
  quantiseDc,
  scaleChromaDc,
  scaleLumaDc,
  ZIGZAG,
} from "./transform.ts";

/** What one block of 4 × 4 transforms (16 × 16 luma or 8 × 8 chroma) leaves to be written. */
export interface Residual {
  /** Width and height of the whole block in pixels. */
  readonly sizePx: number;
  /** Levels of the DC values in the order they are written. */
  readonly dcLevels: Int32Array;
  /** Levels of all 4 × 4 blocks, raster order, each in zigzag order; index 0 of each (its DC) is unused. */
  readonly acLevels: Int32Array;
  hasDc: boolean;
  hasAc: boolean;
  /** Work space: residuals, then coefficients. */
  readonly work: Int32Array;
}

export function createResidual(sizePx: number): Residual {
  const area = sizePx * sizePx;
  return {
    sizePx,
    dcLevels: new Int32Array(area / 16),
    acLevels: new Int32Array(area),
    hasDc: false,
    hasAc: false,
    work: new Int32Array(area),
  };
}

export interface ResidualTask {
  readonly source: Plane;
  /** The picture as a decoder has it; receives the block. */
  readonly decoded: Plane;
  readonly x: number;
  readonly y: number;
  readonly predicted: Uint8Array;
  readonly quantisation: Quantisation;
}

/**
 * Finds the levels that lead from the prediction to the source, and puts the result that a decoder will get into
 * `decoded`. Where the prediction is off by one level in places, and in most by none, it is taken as it is.
 */
export function codeResidual(residual: Residual, task: ResidualTask): void {
  residual.hasDc = false;
  residual.hasAc = false;
  if (!subtractPrediction(residual, task)) {
    transformAndQuantise(residual, task.quantisation);
    if (residual.hasDc || residual.hasAc) {
      restoreResidual(residual, task.quantisation);
      addPrediction(residual, task);
      return;
    }
  }
  copyPrediction(residual.sizePx, task);
}

/** Fills the work space block by block; returns whether the prediction is good enough as it is. */
function subtractPrediction({ sizePx, work }: Residual, { source, x, y, predicted }: ResidualTask): boolean {
  const blocksAcross = sizePx >> 2;
  let largest = 0;
  let total = 0;
  for (let row = 0; row < sizePx; row++) {
    const line = (y + row) * source.width + x;
    const blockLine = (row >> 2) * blocksAcross * 16 + (row & 3) * 4;
    for (let column = 0; column < sizePx; column++) {
      const difference = (source.data[line + column] ?? 0) - (predicted[row * sizePx + column] ?? 0);
      work[blockLine + (column >> 2) * 16 + (column & 3)] = difference;
      const magnitude = Math.abs(difference);
      total += magnitude;
      largest = Math.max(largest, magnitude);
    }
  }
  return largest <= 1 && total <= goodEnoughCost(sizePx);
}

function transformAndQuantise(residual: Residual, quantisation: Quantisation): void {
  const { work, acLevels, dcLevels } = residual;
  let anyAc = 0;
  for (let start = 0; start < work.length; start += 16) {
    // Most blocks at the edge of a shape are flat, and nothing becomes of nothing.
    if (isZero(work, start)) {
      acLevels.fill(0, start, start + 16);
      continue;
    }
    forwardTransform(work, start);
    for (let index = 1; index < 16; index++) {
      const position = ZIGZAG[index] ?? 0;
      const level = quantiseAc(work[start + position] ?? 0, position, quantisation);
      acLevels[start + index] = level;
      anyAc |= level;
    }
  }
  residual.hasAc = anyAc !== 0;
  const isLuma = dcLevels.length === 16;
  const dc = dcLevels.map((_, block) => work[block * 16] ?? 0);
  if (isLuma) hadamard4x4(dc);
  else hadamard2x2(dc);
  // The 4 x 4 transform comes out twice as large as the scale of the levels.
  const scaled = isLuma ? dc.map((_, index) => (dc[ZIGZAG[index] ?? 0] ?? 0) >> 1) : dc;
  dcLevels.set(scaled.map((value) => quantiseDc(value, quantisation)));
  residual.hasDc = dcLevels.some((level) => level !== 0);
}

function isZero(values: Int32Array, start: number): boolean {
  let any = 0;
  for (let index = start; index < start + 16; index++) any |= values[index] ?? 0;
  return any === 0;
}

/** Leaves in the work space the residuals that a decoder computes from the levels. */
function restoreResidual({ work, acLevels, dcLevels, hasAc }: Residual, quantisation: Quantisation): void {
  const scaledDc =
    dcLevels.length === 16 ? restoreLumaDc(dcLevels, quantisation) : restoreChromaDc(dcLevels, quantisation);
  const factors = quantisation.inverseFactors;
  for (let start = 0; start < work.length; start += 16) {
    work[start] = scaledDc[start >> 4] ?? 0;
    for (let index = 1; index < 16; index++) {
      const position = ZIGZAG[index] ?? 0;
      work[start + position] = hasAc ? (acLevels[start + index] ?? 0) * (factors[position] ?? 0) : 0;
    }
    if (!isZero(work, start)) inverseTransform(work, start);
  }
}

function restoreLumaDc(levels: Int32Array, quantisation: Quantisation): Int32Array {
  const dc = new Int32Array(levels.length);
  levels.forEach((level, index) => {
    dc[ZIGZAG[index] ?? 0] = level;
  });
  hadamard4x4(dc);
  return dc.map((value) => scaleLumaDc(value, quantisation));
}

function restoreChromaDc(levels: Int32Array, quantisation: Quantisation): Int32Array {
  const dc = levels.slice();
  hadamard2x2(dc);
  return dc.map((value) => scaleChromaDc(value, quantisation));
}

function addPrediction({ sizePx, work }: Residual, { decoded, x, y, predicted }: ResidualTask): void {
  const blocksAcross = sizePx >> 2;
  for (let row = 0; row < sizePx; row++) {
    const line = (y + row) * decoded.width + x;
    const blockLine = (row >> 2) * blocksAcross * 16 + (row & 3) * 4;
    for (let column = 0; column < sizePx; column++) {
      const value =
        (predicted[row * sizePx + column] ?? 0) + (work[blockLine + (column >> 2) * 16 + (column & 3)] ?? 0);
      decoded.data[line + column] = Math.max(0, Math.min(255, value));
    }
  }
}

function copyPrediction(sizePx: number, { decoded, x, y, predicted }: ResidualTask): void {
  for (let row = 0; row < sizePx; row++) {
    const line = (y + row) * decoded.width + x;
    for (let column = 0; column < sizePx; column++) {
      decoded.data[line + column] = predicted[row * sizePx + column] ?? 0;
    }
  }
}
