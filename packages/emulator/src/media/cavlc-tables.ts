/** A prefix code: `lengths[i]` bits of value `codes[i]` for symbol i; length 0 marks a symbol that cannot occur. */
export interface CodeTable {
  readonly lengths: Uint8Array;
  readonly codes: Uint8Array;
}

function codeTable(lengths: readonly number[], codes: readonly number[]): CodeTable {
  return { lengths: Uint8Array.from(lengths), codes: Uint8Array.from(codes) };
}

/**
 * coeff_token by context: 0 ≤ nC < 2, 2 ≤ nC < 4, 4 ≤ nC < 8. Symbol: 4 × total coefficients + trailing ones.
 * @source ITU-T H.264 table 9-5
 */
export const COEFF_TOKEN: readonly CodeTable[] = [
  // biome-ignore format: four columns per row, one per number of trailing ones, as in the standard
  codeTable(
    [ 1, 0, 0, 0,  6, 2, 0, 0,  8, 6, 3, 0,  9, 8, 7, 5, 10, 9, 8, 6, 11,10, 9, 7, 13,11,10, 8, 13,13,11, 9, 13,13,13,10,
     14,14,13,11, 14,14,14,13, 15,15,14,14, 15,15,15,14, 16,15,15,15, 16,16,16,15, 16,16,16,16, 16,16,16,16],
    [ 1, 0, 0, 0,  5, 1, 0, 0,  7, 4, 1, 0,  7, 6, 5, 3,  7, 6, 5, 3,  7, 6, 5, 4, 15, 6, 5, 4, 11,14, 5, 4,  8,10,13, 4,
     15,14, 9, 4, 11,10,13,12, 15,14, 9,12, 11,10,13, 8, 15, 1, 9,12, 11,14,13, 8,  7,10, 9,12,  4, 6, 5, 8],
  ),
  // biome-ignore format: see above
  codeTable(
    [ 2, 0, 0, 0,  6, 2, 0, 0,  6, 5, 3, 0,  7, 6, 6, 4,  8, 6, 6, 4,  8, 7, 7, 5,  9, 8, 8, 6, 11, 9, 9, 6, 11,11,11, 7,
     12,11,11, 9, 12,12,12,11, 12,12,12,11, 13,13,13,12, 13,13,13,13, 13,14,13,13, 14,14,14,13, 14,14,14,14],
    [ 3, 0, 0, 0, 11, 2, 0, 0,  7, 7, 3, 0,  7,10, 9, 5,  7, 6, 5, 4,  4, 6, 5, 6,  7, 6, 5, 8, 15, 6, 5, 4, 11,14,13, 4,
     15,10, 9, 4, 11,14,13,12,  8,10, 9, 8, 15,14,13,12, 11,10, 9,12,  7,11, 6, 8,  9, 8,10, 1,  7, 6, 5, 4],
  ),
  // biome-ignore format: see above
  codeTable(
    [ 4, 0, 0, 0,  6, 4, 0, 0,  6, 5, 4, 0,  6, 5, 5, 4,  7, 5, 5, 4,  7, 5, 5, 4,  7, 6, 6, 4,  7, 6, 6, 4,  8, 7, 7, 5,
      8, 8, 7, 6,  9, 8, 8, 7,  9, 9, 8, 8,  9, 9, 9, 8, 10, 9, 9, 9, 10,10,10,10, 10,10,10,10, 10,10,10,10],
    [15, 0, 0, 0, 15,14, 0, 0, 11,15,13, 0,  8,12,14,12, 15,10,11,11, 11, 8, 9,10,  9,14,13, 9,  8,10, 9, 8, 15,14,13,13,
     11,14,10,12, 15,10,13,12, 11,14, 9,12,  8,10,13, 8, 13, 7, 9,12,  9,12,11,10,  5, 8, 7, 6,  1, 4, 3, 2],
  ),
];

/** coeff_token of the chroma DC blocks (nC = -1). */
export const COEFF_TOKEN_CHROMA_DC: CodeTable = codeTable(
  [2, 0, 0, 0, 6, 1, 0, 0, 6, 6, 3, 0, 6, 7, 7, 6, 6, 8, 8, 7],
  [1, 0, 0, 0, 7, 1, 0, 0, 4, 6, 1, 0, 3, 3, 2, 5, 2, 3, 2, 0],
);

/**
 * total_zeros for 1–15 coefficients (entry 0: one coefficient). Symbol: the number of zeros.
 * @source ITU-T H.264 tables 9-7 and 9-8
 */
export const TOTAL_ZEROS: readonly CodeTable[] = [
  codeTable(
    [1, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9],
    [1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 1],
  ),
  codeTable([3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6], [7, 6, 5, 4, 3, 5, 4, 3, 2, 3, 2, 3, 2, 1, 0]),
  codeTable([4, 3, 3, 3, 4, 4, 3, 3, 4, 5, 5, 6, 5, 6], [5, 7, 6, 5, 4, 3, 4, 3, 2, 3, 2, 1, 1, 0]),
  codeTable([5, 3, 4, 4, 3, 3, 3, 4, 3, 4, 5, 5, 5], [3, 7, 5, 4, 6, 5, 4, 3, 3, 2, 2, 1, 0]),
  codeTable([4, 4, 4, 3, 3, 3, 3, 3, 4, 5, 4, 5], [5, 4, 3, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codeTable([6, 5, 3, 3, 3, 3, 3, 3, 4, 3, 6], [1, 1, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codeTable([6, 5, 3, 3, 3, 2, 3, 4, 3, 6], [1, 1, 5, 4, 3, 3, 2, 1, 1, 0]),
  codeTable([6, 4, 5, 3, 2, 2, 3, 3, 6], [1, 1, 1, 3, 3, 2, 2, 1, 0]),
  codeTable([6, 6, 4, 2, 2, 3, 2, 5], [1, 0, 1, 3, 2, 1, 1, 1]),
  codeTable([5, 5, 3, 2, 2, 2, 4], [1, 0, 1, 3, 2, 1, 1]),
  codeTable([4, 4, 3, 3, 1, 3], [0, 1, 1, 2, 1, 3]),
  codeTable([4, 4, 2, 1, 3], [0, 1, 1, 1, 1]),
  codeTable([3, 3, 1, 2], [0, 1, 1, 1]),
  codeTable([2, 2, 1], [0, 1, 1]),
  codeTable([1, 1], [0, 1]),
];

/** total_zeros of the chroma DC blocks (table 9-9). */
export const TOTAL_ZEROS_CHROMA_DC: readonly CodeTable[] = [
  codeTable([1, 2, 3, 3], [1, 1, 1, 0]),
  codeTable([1, 2, 2], [1, 1, 0]),
  codeTable([1, 1], [1, 0]),
];

/**
 * run_before by zeros left (entry 0: one zero left; the last entry: more than six). Symbol: the run.
 * @source ITU-T H.264 table 9-10
 */
export const RUN_BEFORE: readonly CodeTable[] = [
  codeTable([1, 1], [1, 0]),
  codeTable([1, 2, 2], [1, 1, 0]),
  codeTable([2, 2, 2, 2], [3, 2, 1, 0]),
  codeTable([2, 2, 2, 3, 3], [3, 2, 1, 1, 0]),
  codeTable([2, 2, 3, 3, 3, 3], [3, 2, 3, 2, 1, 0]),
  codeTable([2, 3, 3, 3, 3, 3, 3], [3, 0, 1, 3, 2, 5, 4]),
  codeTable([3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11], [7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
];
