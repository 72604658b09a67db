import { type BitWriter, createBitWriter } from "./bit-writer.ts";
import { NAL_HEADER, nalUnit } from "./nal-unit.ts";
import { writeMotionSliceHeader } from "./slice-header.ts";

/** One vector per macroblock, in quarter pixels, row by row: where in the IDR picture its samples come from. */
export interface MotionField {
  readonly columns: number;
  readonly rows: number;
  readonly x: Int16Array;
  readonly y: Int16Array;
}

export function createMotionField(columns: number, rows: number): MotionField {
  return { columns, rows, x: new Int16Array(columns * rows), y: new Int16Array(columns * rows) };
}

export interface MotionPictureWriter {
  /** The NAL unit of a P picture that only moves parts of the IDR picture. `pictureIndex` counts from it, from 1. */
  write(field: MotionField, pictureIndex: number): Uint8Array;
}

export function createMotionPictureWriter(): MotionPictureWriter {
  const writer = createBitWriter(1 << 13);
  return {
    write(field, pictureIndex) {
      writer.reset();
      writeMotionSliceHeader(writer, pictureIndex);
      writeMacroblocks(writer, field);
      writer.trailingBits();
      return nalUnit(NAL_HEADER.disposableSlice, writer.view());
    },
  };
}

function writeMacroblocks(writer: BitWriter, field: MotionField): void {
  const { columns, rows } = field;
  let skipped = 0;
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      skipped = movesWithNeighbours(field, at, column, row)
        ? skipped + 1
        : writeOrSkip(writer, field, { at, column, row, skipped });
  if (skipped > 0) writer.unsigned(skipped);
}

interface Place {
  readonly at: number;
  readonly column: number;
  readonly row: number;
  /** Macroblocks before it that were skipped since the last one that was written. */
  readonly skipped: number;
}

/** Returns how many are skipped now. */
function writeOrSkip(writer: BitWriter, field: MotionField, { at, column, row, skipped }: Place): number {
  const { columns, x, y } = field;
  const differenceX = (x[at] ?? 0) - predictVector(x, at, column, row, columns);
  const differenceY = (y[at] ?? 0) - predictVector(y, at, column, row, columns);
  const isSkippable = skipMeansStill(field, at, column, row)
    ? x[at] === 0 && y[at] === 0
    : differenceX === 0 && differenceY === 0;
  if (isSkippable) return skipped + 1;
  writeMovedMacroblock(writer, skipped, differenceX, differenceY);
  return 0;
}

function writeMovedMacroblock(
  writer: BitWriter,
  skipped: number,
  differenceX: number,
  differenceY: number,
): void {
  writer.unsigned(skipped);
  writer.unsigned(0); // mb_type: P_L0_16x16
  writer.signed(differenceX);
  writer.signed(differenceY);
  writer.unsigned(0); // coded_block_pattern: no residual
}

/** Most do. Then the median of the neighbours is the vector itself, and so is what a skip means: nothing is left to be written. */
function movesWithNeighbours(
  { columns, x, y }: MotionField,
  at: number,
  column: number,
  row: number,
): boolean {
  if (column === 0 || row === 0) return false;
  const [left, above] = [at - 1, at - columns];
  return x[at] === x[left] && x[at] === x[above] && y[at] === y[left] && y[at] === y[above];
}

/** A skipped macroblock stands still at the top and left edge and beside a neighbour that does (ITU-T H.264 §8.4.1.1). */
function skipMeansStill({ columns, x, y }: MotionField, at: number, column: number, row: number): boolean {
  if (column === 0 || row === 0) return true;
  const above = at - columns;
  return (x[at - 1] === 0 && y[at - 1] === 0) || (x[above] === 0 && y[above] === 0);
}

/** Median prediction of one component of the vector (§8.4.1.3) where every macroblock has the same reference. */
function predictVector(values: Int16Array, at: number, column: number, row: number, columns: number): number {
  const left = column > 0 ? (values[at - 1] ?? 0) : 0;
  if (row === 0) return left;
  const above = values[at - columns] ?? 0;
  if (columns === 1) return above;
  // Where the neighbour above right lies outside, the one above left stands in.
  const diagonal = values[at - columns + (column < columns - 1 ? 1 : -1)] ?? 0;
  return Math.max(Math.min(left, above), Math.min(Math.max(left, above), diagonal));
}
