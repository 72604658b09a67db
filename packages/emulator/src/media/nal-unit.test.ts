import { expect, test } from "vitest";
import { lengthPrefixed, NAL_HEADER, nalUnit } from "./nal-unit.ts";

function escaped(...payload: number[]): number[] {
  return Array.from(nalUnit(NAL_HEADER.idrSlice, Uint8Array.from(payload))).slice(1);
}

test("puts an emulation prevention byte before 0, 1, 2 and 3 after two zeros", () => {
  expect(escaped(0, 0, 0)).toEqual([0, 0, 3, 0]);
  expect(escaped(0, 0, 1)).toEqual([0, 0, 3, 1]);
  expect(escaped(0, 0, 3)).toEqual([0, 0, 3, 3]);
  expect(escaped(0, 0, 4)).toEqual([0, 0, 4]);
});

test("starts counting zeros again after an emulation prevention byte", () => {
  expect(escaped(0, 0, 0, 0, 0)).toEqual([0, 0, 3, 0, 0, 3, 0]);
});

test("prefixes a unit with its length", () => {
  expect(Array.from(lengthPrefixed(Uint8Array.of(9, 8, 7)))).toEqual([0, 0, 0, 3, 9, 8, 7]);
});
