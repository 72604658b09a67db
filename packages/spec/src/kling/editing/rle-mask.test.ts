import { describe, expect, it } from "vitest";
import { decodeMask, encodeMask, type RleMask } from "./rle-mask.ts";

/** Rows of a mask as text, top first. */
const rowsOf = (mask: RleMask): readonly string[] => {
  const { widthPx, heightPx, data } = decodeMask(mask);
  return Array.from({ length: heightPx }, (_, y) => data.slice(y * widthPx, (y + 1) * widthPx).join(""));
};

// Vectors that an encoder and a decoder other than these agree on.
const SMALL: readonly (readonly [string, RleMask, readonly string[]])[] = [
  ["empty", { size: [3, 4], counts: "<" }, ["0000", "0000", "0000"]],
  ["full", { size: [3, 4], counts: "0<" }, ["1111", "1111", "1111"]],
  ["a rectangle", { size: [4, 6], counts: "5220007" }, ["000000", "011100", "011100", "000000"]],
  ["one pixel", { size: [4, 6], counts: "91>" }, ["000000", "001000", "000000", "000000"]],
  ["a difference below 0", { size: [5, 3], counts: "032N10O2" }, ["110", "100", "101", "001", "011"]],
];

describe("masks", () => {
  it.each(SMALL)("%s", (_, mask, rows) => {
    expect(rowsOf(mask)).toEqual(rows);
    expect(encodeMask(decodeMask(mask))).toEqual(mask);
  });

  it.each([
    [{ size: [720, 1280], counts: "T[i8X6X`00lWYc0" }, 400, 401, 100, 299],
    [{ size: [720, 1280], counts: "PQ7`S2`kjk0" }, 10, 12, 0, 719],
  ] as const)("%j selects columns %d to %d, rows %d to %d", (mask, left, right, top, bottom) => {
    const { widthPx, heightPx, data } = decodeMask(mask);
    expect([widthPx, heightPx]).toEqual([1280, 720]);
    const wanted = Uint8Array.from(data, (_, at) => {
      const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
      return x >= left && x <= right && y >= top && y <= bottom ? 1 : 0;
    });
    expect(data).toEqual(wanted);
    expect(encodeMask({ widthPx, heightPx, data })).toEqual(mask);
  });

  it.each([
    ["a character that stands in no mask", { size: [3, 4], counts: "!" }],
    ["runs that are too long", { size: [3, 4], counts: "=" }],
    ["runs that are too short", { size: [3, 4], counts: "1" }],
    ["runs that are cut off", { size: [3, 4], counts: "T" }],
  ] as const)("refuses %s", (_, mask) => expect(() => decodeMask(mask)).toThrow(RangeError));
});
