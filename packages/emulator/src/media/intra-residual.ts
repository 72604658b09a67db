import type { Plane } from "./picture.ts";
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
 * `decoded`. Where the prediction is within one level everywhere it is taken as it is.
 */
export function codeResidual(residual: Residual, task: ResidualTask): void {
  residual.hasDc = false;
  residual.hasAc = false;
  if (subtractPrediction(residual, task) > 1) {
    transformAndQuantise(residual, task.quantisation);
    if (residual.hasDc || residual.hasAc) {
      restoreResidual(residual, task.quantisation);
      addPrediction(residual, task);
      return;
    }
  }
  copyPrediction(residual.sizePx, task);
}

/** Fills the work space block by block; returns the largest magnitude. */
function subtractPrediction({ sizePx, work }: Residual, { source, x, y, predicted }: ResidualTask): number {
  const blocksAcross = sizePx >> 2;
  let largest = 0;
  for (let row = 0; row < sizePx; row++) {
    const line = (y + row) * source.width + x;
    const blockLine = (row >> 2) * blocksAcross * 16 + (row & 3) * 4;
    for (let column = 0; column < sizePx; column++) {
      const difference = (source.data[line + column] ?? 0) - (predicted[row * sizePx + column] ?? 0);
      work[blockLine + (column >> 2) * 16 + (column & 3)] = difference;
      const magnitude = difference < 0 ? -difference : difference;
      if (magnitude > largest) largest = magnitude;
    }
  }
  return largest;
}

function transformAndQuantise(residual: Residual, quantisation: Quantisation): void {
  const { work, acLevels, dcLevels } = residual;
  const isLuma = dcLevels.length === 16;
  const dc = new Int32Array(dcLevels.length);
  let anyAc = 0;
  for (let block = 0; block < dc.length; block++) {
    const start = block * 16;
    forwardTransform(work, start);
    dc[block] = work[start] ?? 0;
    for (let index = 1; index < 16; index++) {
      const position = ZIGZAG[index] ?? 0;
      const level = quantiseAc(work[start + position] ?? 0, position, quantisation);
      acLevels[start + index] = level;
      anyAc |= level;
    }
  }
  residual.hasAc = anyAc !== 0;
  if (isLuma) {
    hadamard4x4(dc);
    for (let index = 0; index < 16; index++) dc[index] = (dc[index] ?? 0) >> 1;
  } else hadamard2x2(dc);
  for (let index = 0; index < dc.length; index++) {
    const level = quantiseDc(dc[isLuma ? (ZIGZAG[index] ?? 0) : index] ?? 0, quantisation);
    dcLevels[index] = level;
    if (level !== 0) residual.hasDc = true;
  }
}

/** Leaves in the work space the residuals that a decoder computes from the levels. */
function restoreResidual({ work, acLevels, dcLevels, hasAc }: Residual, quantisation: Quantisation): void {
  const isLuma = dcLevels.length === 16;
  const dc = new Int32Array(dcLevels.length);
  for (let index = 0; index < dc.length; index++)
    dc[isLuma ? (ZIGZAG[index] ?? 0) : index] = dcLevels[index] ?? 0;
  if (isLuma) hadamard4x4(dc);
  else hadamard2x2(dc);
  for (let block = 0; block < dc.length; block++) {
    const start = block * 16;
    const value = dc[block] ?? 0;
    work[start] = isLuma ? scaleLumaDc(value, quantisation) : scaleChromaDc(value, quantisation);
    for (let index = 1; index < 16; index++) {
      const position = ZIGZAG[index] ?? 0;
      const level = hasAc ? (acLevels[start + index] ?? 0) : 0;
      work[start + position] = level * (quantisation.inverseFactors[position] ?? 0);
    }
    inverseTransform(work, start);
  }
}

function addPrediction({ sizePx, work }: Residual, { decoded, x, y, predicted }: ResidualTask): void {
  const blocksAcross = sizePx >> 2;
  for (let row = 0; row < sizePx; row++) {
    const line = (y + row) * decoded.width + x;
    const blockLine = (row >> 2) * blocksAcross * 16 + (row & 3) * 4;
    for (let column = 0; column < sizePx; column++) {
      const value =
        (predicted[row * sizePx + column] ?? 0) + (work[blockLine + (column >> 2) * 16 + (column & 3)] ?? 0);
      decoded.data[line + column] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

function copyPrediction(sizePx: number, { decoded, x, y, predicted }: ResidualTask): void {
  for (let row = 0; row < sizePx; row++) {
    const from = row * sizePx;
    decoded.data.set(predicted.subarray(from, from + sizePx), (y + row) * decoded.width + x);
  }
}
