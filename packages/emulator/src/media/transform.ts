/** Position in a 4 × 4 block (row-major) of each coefficient in zigzag order (ITU-T H.264 §8.5.6). */
export const ZIGZAG: Uint8Array = Uint8Array.of(0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15);

// Per qp % 6: the coefficients at even rows and columns, at odd rows and columns, and the rest (§8.5.9 and its inverse).
const QUANTISER = [
  [13107, 5243, 8066],
  [11916, 4660, 7490],
  [10082, 4194, 6554],
  [9362, 3647, 5825],
  [8192, 3355, 5243],
  [7282, 2893, 4559],
] as const;
const DEQUANTISER = [
  [10, 16, 13],
  [11, 18, 14],
  [13, 20, 16],
  [14, 23, 18],
  [16, 25, 20],
  [18, 29, 23],
] as const;

/** The factors of one quantisation parameter, laid out for a 4 × 4 block in row-major order. */
export interface Quantisation {
  readonly qp: number;
  readonly shift: number;
  readonly bias: number;
  readonly factors: Int32Array;
  /** Level × this = what the inverse transform takes; already scaled by 2^(qp / 6). */
  readonly inverseFactors: Int32Array;
}

/** Tables for one luma or chroma quantisation parameter, 0–51. */
export function createQuantisation(qp: number): Quantisation {
  const perSix = Math.floor(qp / 6);
  const positionKind = (index: number) => {
    const isOddRow = (index >> 2) % 2 === 1;
    const isOddColumn = index % 2 === 1;
    return isOddRow && isOddColumn ? 1 : isOddRow || isOddColumn ? 2 : 0;
  };
  const table = (rows: typeof QUANTISER | typeof DEQUANTISER) =>
    Int32Array.from({ length: 16 }, (_, index) => rows[qp % 6]?.[positionKind(index)] ?? 0);
  return {
    qp,
    shift: 15 + perSix,
    bias: Math.floor(2 ** (15 + perSix) / 3),
    factors: table(QUANTISER),
    inverseFactors: table(DEQUANTISER).map((factor) => factor << perSix),
  };
}

// Chroma parameter for luma parameters from 30 on (§8.5.8, table 8-15); below they are equal.
const CHROMA_QP_FROM_30 = [
  29, 30, 31, 32, 32, 33, 34, 34, 35, 35, 36, 36, 37, 37, 37, 38, 38, 38, 39, 39, 39, 39,
];

export function chromaQpFor(lumaQp: number): number {
  return CHROMA_QP_FROM_30[lumaQp - 30] ?? lumaQp;
}

/** Forward 4 × 4 core transform of 16 values at `start`, in place. */
export function forwardTransform(block: Int32Array, start: number): void {
  for (let row = 0; row < 4; row++) forwardPass(block, start + 4 * row, 1);
  for (let column = 0; column < 4; column++) forwardPass(block, start + column, 4);
}

function forwardPass(block: Int32Array, at: number, step: number): void {
  const a = block[at] ?? 0;
  const b = block[at + step] ?? 0;
  const c = block[at + 2 * step] ?? 0;
  const d = block[at + 3 * step] ?? 0;
  block[at] = a + b + c + d;
  block[at + step] = 2 * a + b - c - 2 * d;
  block[at + 2 * step] = a - b - c + d;
  block[at + 3 * step] = a - 2 * b + 2 * c - d;
}

/** Inverse 4 × 4 transform (§8.5.12.2) of 16 scaled coefficients at `start`, in place, rounded to residuals. */
export function inverseTransform(block: Int32Array, start: number): void {
  for (let row = 0; row < 4; row++) inversePass(block, start + 4 * row, 1);
  for (let column = 0; column < 4; column++) inversePass(block, start + column, 4);
  for (let index = start; index < start + 16; index++) block[index] = ((block[index] ?? 0) + 32) >> 6;
}

function inversePass(block: Int32Array, at: number, step: number): void {
  const a = block[at] ?? 0;
  const b = block[at + step] ?? 0;
  const c = block[at + 2 * step] ?? 0;
  const d = block[at + 3 * step] ?? 0;
  const evenSum = a + c;
  const evenDifference = a - c;
  const oddDifference = (b >> 1) - d;
  const oddSum = b + (d >> 1);
  block[at] = evenSum + oddSum;
  block[at + step] = evenDifference + oddDifference;
  block[at + 2 * step] = evenDifference - oddDifference;
  block[at + 3 * step] = evenSum - oddSum;
}

/** 4 × 4 Hadamard transform of the luma DC values, in place; its own inverse but for scale. */
export function hadamard4x4(values: Int32Array): void {
  for (let row = 0; row < 4; row++) hadamardPass(values, 4 * row, 1);
  for (let column = 0; column < 4; column++) hadamardPass(values, column, 4);
}

function hadamardPass(values: Int32Array, at: number, step: number): void {
  const a = values[at] ?? 0;
  const b = values[at + step] ?? 0;
  const c = values[at + 2 * step] ?? 0;
  const d = values[at + 3 * step] ?? 0;
  values[at] = a + b + c + d;
  values[at + step] = a + b - c - d;
  values[at + 2 * step] = a - b - c + d;
  values[at + 3 * step] = a - b + c - d;
}

/** 2 × 2 Hadamard transform of the chroma DC values, in place. */
export function hadamard2x2(values: Int32Array): void {
  const [a = 0, b = 0, c = 0, d = 0] = values;
  values[0] = a + b + c + d;
  values[1] = a - b + c - d;
  values[2] = a + b - c - d;
  values[3] = a - b - c + d;
}

/** Level of one AC coefficient; rounds up from two thirds on, the usual dead zone of intra pictures. */
export function quantiseAc(
  coefficient: number,
  index: number,
  { factors, bias, shift }: Quantisation,
): number {
  const magnitude = (Math.abs(coefficient) * (factors[index] ?? 0) + bias) >> shift;
  return coefficient < 0 ? -magnitude : magnitude;
}

/** Level of one DC value after its Hadamard transform. */
export function quantiseDc(value: number, { factors, bias, shift }: Quantisation): number {
  const magnitude = (Math.abs(value) * (factors[0] ?? 0) + 2 * bias) >> (shift + 1);
  return value < 0 ? -magnitude : magnitude;
}

/** Scales luma DC levels after their Hadamard transform (§8.5.10). */
export function scaleLumaDc(value: number, quantisation: Quantisation): number {
  return (value * (quantisation.inverseFactors[0] ?? 0) + 2) >> 2;
}

/** Scales chroma DC levels after their Hadamard transform (§8.5.11.2). */
export function scaleChromaDc(value: number, quantisation: Quantisation): number {
  return (value * (quantisation.inverseFactors[0] ?? 0)) >> 1;
}
