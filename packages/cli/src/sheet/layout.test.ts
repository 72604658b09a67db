import { expect, test } from "vitest";
import { fitInto } from "../pictures/picture.ts";
import { momentsOf, timecode } from "./moments.ts";
import { arrange, layoutSheet, usualColumns } from "./sheet-layout.ts";

const LYING = { widthPx: 1280, heightPx: 720 };
const STANDING = { widthPx: 720, heightPx: 1280 };

test("tiles stand beside each other within the sheet, and rows are as high as their highest picture", () => {
  const sizes = [LYING, LYING, LYING, STANDING];
  const layout = layoutSheet({ widthPx: 1000, columns: 3, sizes });
  const { box, gapPx, linePx } = layout;
  const { size, places } = arrange(
    layout,
    sizes.map((one) => fitInto(one, box)),
  );
  const [first, second, third, fourth] = places;
  expect([first?.x, second?.x, third?.x]).toEqual([0, 1, 2].map((at) => gapPx + at * (box.widthPx + gapPx)));
  expect((third?.x ?? 0) + box.widthPx).toBeLessThanOrEqual(size.widthPx - gapPx);
  expect(first?.box.heightPx).toBe(Math.round((box.widthPx * 9) / 16));
  expect(fourth).toMatchObject({ x: gapPx, box: { heightPx: box.widthPx } });
  expect(fourth?.y).toBe(gapPx + (first?.box.heightPx ?? 0) + 2 * linePx + gapPx);
  expect(size.heightPx).toBe((fourth?.y ?? 0) + box.widthPx + 2 * linePx + gapPx);
});

test.each([
  ["lying", [LYING], 9 / 16],
  ["standing", [STANDING], 16 / 9],
  ["mixed", [LYING, STANDING], 1],
])("the boxes of %s pictures fit them", (_what, sizes, ratio) => {
  const { box } = layoutSheet({ widthPx: 1000, columns: 2, sizes });
  expect(box.heightPx / box.widthPx).toBeCloseTo(ratio, 1);
});

test.each([
  [1, 1],
  [2, 2],
  [10, 4],
  [1000, 8],
])("%i tiles stand in %i columns", (tiles, columns) => {
  expect(usualColumns(tiles)).toBe(columns);
});

test("moments lie within the clip", () => {
  expect(momentsOf({ kind: "cover" }, 5)).toEqual([undefined]);
  expect(momentsOf({ kind: "frames", count: 4 }, 5)).toEqual([0.625, 1.875, 3.125, 4.375]);
  expect(momentsOf({ kind: "every", seconds: 2.5 }, 5)).toEqual([0, 2.5]);
  expect(momentsOf({ kind: "every", seconds: 9 }, 5)).toEqual([0]);
  expect([0, 62.5, 3599.99].map(timecode)).toEqual(["0:00.00", "1:02.50", "59:59.99"]);
});
