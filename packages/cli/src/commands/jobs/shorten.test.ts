import { expect, it } from "vitest";
import { shorten, shownOf } from "./shorten.ts";

const rows = (count: number) => Array.from({ length: count }, (_, at) => at);

it("shows beginning and end of a history of thousands of rows, and how many there are between", () => {
  const short = shorten(rows(13_918));
  expect(short).toMatchObject({ leftOut: 13_878, first: rows(10) });
  expect(shownOf(short)).toHaveLength(40);
  expect(shownOf(short).at(-1)).toBe(13_917);
});

it("leaves nothing out of a usual one, nor where all is asked for", () => {
  expect(shownOf(shorten(rows(41)))).toEqual(rows(41));
  expect(shownOf(shorten(rows(5000), true))).toEqual(rows(5000));
});
