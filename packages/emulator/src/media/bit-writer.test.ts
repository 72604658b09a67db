import { describe, expect, test } from "vitest";
import { type BitWriter, createBitWriter } from "./bit-writer.ts";

/** What `write` produces, as a string of zeros and ones. */
function bitsOf(write: (writer: BitWriter) => void): string {
  const writer = createBitWriter(1);
  write(writer);
  const { bitLength } = writer;
  writer.alignWithZeros();
  return Array.from(writer.view(), (byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .slice(0, bitLength);
}

describe("bit writer", () => {
  test("writes the exp-Golomb codes of the standard's table 9-2", () => {
    const codes = ["1", "010", "011", "00100", "00101", "00110", "00111", "0001000", "0001001", "0001010"];
    expect(codes.map((_, value) => bitsOf((writer) => writer.unsigned(value)))).toEqual(codes);
  });

  test("maps signed values as the standard's table 9-3", () => {
    const codes = { 0: "1", 1: "010", "-1": "011", 2: "00100", "-2": "00101", 3: "00110", "-3": "00111" };
    for (const [value, code] of Object.entries(codes)) {
      expect(
        bitsOf((writer) => writer.signed(Number(value))),
        value,
      ).toBe(code);
    }
  });

  test("writes long exp-Golomb codes whole", () => {
    const value = 65_534;
    expect(bitsOf((writer) => writer.unsigned(value))).toBe("0".repeat(15) + (value + 1).toString(2));
    expect(bitsOf((writer) => writer.signed(-32_767))).toBe("0".repeat(15) + (65_535).toString(2));
  });

  test("grows beyond its first size and keeps odd positions", () => {
    const bits = bitsOf((writer) => {
      for (let i = 0; i < 100; i++) writer.bits(0b101, 3);
    });
    expect(bits).toBe("101".repeat(100));
  });

  test("rewinds to the mark, across bytes", () => {
    const bits = bitsOf((writer) => {
      writer.bits(0b110, 3);
      writer.mark();
      writer.bits(0xabcdef, 24);
      writer.rewind();
      writer.bits(0b01, 2);
    });
    expect(bits).toBe("11001");
  });

  test("ends a payload with a stop bit and zeros", () => {
    const writer = createBitWriter();
    writer.bits(0xff, 8);
    writer.trailingBits();
    expect(Array.from(writer.view())).toEqual([0xff, 0x80]);
  });
});
