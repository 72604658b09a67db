import type { BitWriter } from "./bit-writer.ts";
import {
  COEFF_TOKEN,
  COEFF_TOKEN_CHROMA_DC,
  type CodeTable,
  RUN_BEFORE,
  TOTAL_ZEROS,
  TOTAL_ZEROS_CHROMA_DC,
} from "./cavlc-tables.ts";

/** Context of the chroma DC blocks in place of a number of neighbouring coefficients. */
export const CHROMA_DC_CONTEXT = -1;

export interface ResidualBlock {
  /** Levels in scan order, from index `start` on, `count` of them. */
  readonly levels: Int32Array;
  readonly start: number;
  /** 16 for DC, 15 for AC, 4 for chroma DC. */
  readonly count: number;
  /** nC of §9.2.1, or CHROMA_DC_CONTEXT. */
  readonly context: number;
}

// Scratch of one call, never read by the next: the function runs to its end before another can start.
const nonZeroLevels = new Int32Array(16);
const runsBefore = new Int32Array(16);

/** Writes one residual block (§7.3.5.3.2, §9.2) and returns its number of non-zero coefficients. */
export function writeResidualBlock(writer: BitWriter, block: ResidualBlock): number {
  const { levels, start, count, context } = block;
  let total = 0;
  let zeros = 0;
  let run = 0;
  // Collected from the highest frequency down, the order in which they are written.
  for (let index = start + count - 1; index >= start; index--) {
    const level = levels[index] ?? 0;
    if (level !== 0) {
      if (total > 0) runsBefore[total - 1] = run;
      nonZeroLevels[total++] = level;
      run = 0;
    } else if (total > 0) {
      run++;
      zeros++;
    }
  }
  if (total > 0) runsBefore[total - 1] = run;
  const ones = countTrailingOnes(total);
  writeCoeffToken(writer, context, total, ones);
  if (total === 0) return 0;
  writeLevels(writer, total, ones);
  if (total < count) {
    const tables = context === CHROMA_DC_CONTEXT ? TOTAL_ZEROS_CHROMA_DC : TOTAL_ZEROS;
    writeSymbol(writer, tables[total - 1], zeros);
  }
  writeRuns(writer, total, zeros);
  return total;
}

function countTrailingOnes(total: number): number {
  let ones = 0;
  while (ones < total && ones < 3 && Math.abs(nonZeroLevels[ones] ?? 0) === 1) ones++;
  return ones;
}

function writeCoeffToken(writer: BitWriter, context: number, total: number, ones: number): void {
  if (context >= 8) writer.bits(total === 0 ? 3 : ((total - 1) << 2) | ones, 6);
  else {
    const table = context < 0 ? COEFF_TOKEN_CHROMA_DC : COEFF_TOKEN[context < 2 ? 0 : context < 4 ? 1 : 2];
    writeSymbol(writer, table, 4 * total + ones);
  }
}

function writeSymbol(writer: BitWriter, table: CodeTable | undefined, symbol: number): void {
  writer.bits(table?.codes[symbol] ?? 0, table?.lengths[symbol] ?? 0);
}

function writeLevels(writer: BitWriter, total: number, ones: number): void {
  for (let index = 0; index < ones; index++) writer.bits((nonZeroLevels[index] ?? 0) < 0 ? 1 : 0, 1);
  let suffixLength = total > 10 && ones < 3 ? 1 : 0;
  // With fewer than three trailing ones the next level cannot be ±1, so its codes start two later.
  let codeOffset = ones < 3 ? 2 : 0;
  for (let index = ones; index < total; index++) {
    const level = nonZeroLevels[index] ?? 0;
    const levelCode = level > 0 ? 2 * level - 2 : -2 * level - 1;
    writeLevelCode(writer, levelCode - codeOffset, suffixLength);
    codeOffset = 0;
    suffixLength = nextSuffixLength(suffixLength, Math.abs(level));
  }
}

/** Suffixes grow with the levels seen (§9.2.2.1). */
function nextSuffixLength(suffixLength: number, magnitude: number): number {
  const current = Math.max(1, suffixLength);
  return current < 6 && magnitude > 3 << (current - 1) ? current + 1 : current;
}

function writeLevelCode(writer: BitWriter, levelCode: number, suffixLength: number): void {
  if (suffixLength === 0 && levelCode < 14) writer.bits(1, levelCode + 1);
  else if (suffixLength === 0 && levelCode < 30) {
    writer.bits(1, 15);
    writer.bits(levelCode - 14, 4);
  } else if (suffixLength > 0 && levelCode < 15 << suffixLength) {
    writer.bits(1, (levelCode >> suffixLength) + 1);
    writer.bits(levelCode & ((1 << suffixLength) - 1), suffixLength);
  } else {
    writer.bits(1, 16);
    writer.bits(levelCode - (suffixLength === 0 ? 30 : 15 << suffixLength), 12);
  }
}

function writeRuns(writer: BitWriter, total: number, zeros: number): void {
  let zerosLeft = zeros;
  for (let index = 0; index < total - 1 && zerosLeft > 0; index++) {
    const run = runsBefore[index] ?? 0;
    writeSymbol(writer, RUN_BEFORE[Math.min(zerosLeft, 7) - 1], run);
    zerosLeft -= run;
  }
}
