import { describe, expect, test } from "vitest";
import { createBitWriter } from "./bit-writer.ts";
import { CHROMA_DC_CONTEXT, writeResidualBlock } from "./cavlc.ts";
import {
  COEFF_TOKEN,
  COEFF_TOKEN_CHROMA_DC,
  type CodeTable,
  RUN_BEFORE,
  TOTAL_ZEROS,
  TOTAL_ZEROS_CHROMA_DC,
} from "./cavlc-tables.ts";

function encode(levels: readonly number[], { context = 0, count = 16 } = {}): string {
  const writer = createBitWriter();
  const padded = Int32Array.from({ length: count }, (_, index) => levels[index] ?? 0);
  writeResidualBlock(writer, { levels: padded, start: 0, count, context });
  const { bitLength } = writer;
  writer.alignWithZeros();
  const bytes = Array.from(writer.view(), (byte) => byte.toString(2).padStart(8, "0"));
  return bytes.join("").slice(0, bitLength);
}

describe("residual blocks", () => {
  // Worked examples that circulate with descriptions of the standard.
  test.each([
    { levels: [0, 3, 0, 1, -1, -1, 0, 1], bits: "000010001110010111101101" },
    { levels: [-2, 4, 3, -3, 0, 0, -1], bits: "000000011010001001000010111001100" },
    { levels: [0, 0, 0, 1, 0, 1, 0, 0, 0, -1], bits: "0001110001110010" },
  ])("writes $levels as published", ({ levels, bits }) => {
    expect(encode(levels)).toBe(bits);
  });

  test.each([
    { context: 0, bits: "1" },
    { context: 2, bits: "11" },
    { context: 4, bits: "1111" },
    { context: 8, bits: "000011" },
    { context: CHROMA_DC_CONTEXT, bits: "01" },
  ])("writes an empty block in context $context as $bits", ({ context, bits }) => {
    expect(encode([], { context, count: context < 0 ? 4 : 16 })).toBe(bits);
  });

  test("escapes large levels with a prefix of fifteen zeros and twelve bits", () => {
    // One coefficient, no trailing one: level code 2 * 100 - 2 - 2 = 196, beyond 30.
    expect(encode([100])).toBe(`000101${"0".repeat(15)}1${(196 - 30).toString(2).padStart(12, "0")}1`);
  });
});

function codesOf({ lengths, codes }: CodeTable): string[] {
  return Array.from(lengths, (length, symbol) =>
    (codes[symbol] ?? 0).toString(2).padStart(length, "0"),
  ).filter((_, symbol) => (lengths[symbol] ?? 0) > 0);
}

describe("code tables", () => {
  const tables = [
    ...COEFF_TOKEN,
    COEFF_TOKEN_CHROMA_DC,
    ...TOTAL_ZEROS,
    ...TOTAL_ZEROS_CHROMA_DC,
    ...RUN_BEFORE,
  ].map((table, index) => ({ index, codes: codesOf(table) }));

  test.each(tables)("table $index has no code that begins another", ({ codes }) => {
    for (const code of codes) expect(codes.filter((other) => other.startsWith(code))).toEqual([code]);
  });

  test.each([
    { name: "total_zeros", tables: TOTAL_ZEROS, symbols: (index: number) => 16 - index },
    { name: "chroma DC total_zeros", tables: TOTAL_ZEROS_CHROMA_DC, symbols: (index: number) => 4 - index },
    { name: "run_before", tables: RUN_BEFORE, symbols: (index: number) => (index < 6 ? index + 2 : 15) },
  ])("$name has a code for every possible count", ({ tables: list, symbols }) => {
    expect(list.map(({ lengths }) => lengths.length)).toEqual(list.map((_, index) => symbols(index)));
  });
});
