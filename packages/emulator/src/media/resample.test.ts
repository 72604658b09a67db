import { expect, test } from "vitest";
import type { DecodedImage } from "./decoded-image.ts";
import { resampleToCover } from "./resample.ts";

/** Grey pixels from rows of brightness. */
function greyImage(rows: readonly (readonly number[])[]): DecodedImage {
  const rgb = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { widthPx: rows[0]?.length ?? 0, heightPx: rows.length, rgb };
}

function reds({ rgb, widthPx }: DecodedImage): number[][] {
  const values = Array.from(rgb).filter((_, index) => index % 3 === 0);
  return Array.from({ length: values.length / widthPx }, (_, row) =>
    values.slice(row * widthPx, (row + 1) * widthPx),
  );
}

test("keeps an image that has the size already", () => {
  const rows = [
    [1, 2],
    [3, 250],
  ];
  expect(reds(resampleToCover(greyImage(rows), { widthPx: 2, heightPx: 2 }))).toEqual(rows);
});

test("averages when it makes smaller", () => {
  const rows = Array.from({ length: 4 }, () => [0, 0, 100, 100, 40, 40, 200, 200]);
  expect(reds(resampleToCover(greyImage(rows), { widthPx: 2, heightPx: 1 }))).toEqual([[50, 120]]);
});

test("blends neighbours when it makes larger", () => {
  const [row] = reds(resampleToCover(greyImage([[0, 100]]), { widthPx: 4, heightPx: 2 }));
  expect(row).toEqual([0, 25, 75, 100]);
});

test("cuts both sides evenly when the shapes differ", () => {
  const wide = greyImage([
    [9, 1, 2, 9],
    [9, 3, 4, 9],
  ]);
  expect(reds(resampleToCover(wide, { widthPx: 2, heightPx: 2 }))).toEqual([
    [1, 2],
    [3, 4],
  ]);
});
