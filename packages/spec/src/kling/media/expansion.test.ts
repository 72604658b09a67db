import { describe, expect, it } from "vitest";
import { computeExpansion, expandedArea, isAreaAllowed } from "./expansion.ts";

const sides = (vertical: number, horizontal: number) => ({
  up_expansion_ratio: vertical,
  down_expansion_ratio: vertical,
  left_expansion_ratio: horizontal,
  right_expansion_ratio: horizontal,
});

describe("computeExpansion", () => {
  // The first row is the example of the documentation; the others follow from its formula by hand.
  it.each([
    [{ widthPx: 100, heightPx: 100, aspectRatio: "16:9", areaFactor: 3 }, sides(0.1495, 0.6547)],
    [{ widthPx: 1600, heightPx: 900, aspectRatio: "16:9", areaFactor: 2.25 }, sides(0.25, 0.25)],
    [{ widthPx: 100, heightPx: 100, aspectRatio: "1:1", areaFactor: 1 }, sides(0, 0)],
    [{ widthPx: 300, heightPx: 600, aspectRatio: "1:1", areaFactor: 2 }, sides(0, 0.5)],
    [{ widthPx: 600, heightPx: 300, aspectRatio: "1:1", areaFactor: 2 }, sides(0.5, 0)],
    [{ widthPx: 100, heightPx: 100, aspectRatio: "3:1" }, sides(0, 1)],
  ])("%j", (target, expected) => expect(computeExpansion(target)).toEqual(expected));

  it("never asks for more than the service makes, whatever the image", () => {
    for (let widthPx = 300; widthPx < 3000; widthPx += 137)
      for (const aspectRatio of ["16:9", "9:16", "1:1", "4:3", "21:9"]) {
        const target = { widthPx, heightPx: 1001, aspectRatio };
        const aspect = widthPx / 1001;
        const [left = 1, right = 1] = aspectRatio.split(":").map(Number);
        const least = Math.max(aspect / (left / right), left / right / aspect);
        if (least > 3) expect(() => computeExpansion(target)).toThrow(RangeError);
        else expect(isAreaAllowed(computeExpansion(target))).toBe(true);
      }
  });

  it.each([
    [{ widthPx: 0, heightPx: 9, aspectRatio: "1:1" }, "widthPx 0 and heightPx 9 must be above 0."],
    [{ widthPx: 9, heightPx: 9, aspectRatio: "wide" }, 'aspectRatio "wide" is not a ratio such as 16:9.'],
    [{ widthPx: 9, heightPx: 9, aspectRatio: "1:0" }, 'aspectRatio "1:0" is not a ratio such as 16:9.'],
    [{ widthPx: 9, heightPx: 9, aspectRatio: "1:1", areaFactor: 3.01 }, "areaFactor 3.01 must be between"],
    [{ widthPx: 9, heightPx: 9, aspectRatio: "2:1", areaFactor: 1.5 }, "use an area of at least 2."],
    [{ widthPx: 9, heightPx: 9, aspectRatio: "4:1" }, "Choose a shape nearer to the image."],
  ])("refuses %j", (target, message) => expect(() => computeExpansion(target)).toThrow(message));
});

it("the limit of the area has room for the error of a computation, and for no more", () => {
  const documented = sides(0.1495, 0.6547);
  expect(expandedArea(documented)).toBeCloseTo(2.99991, 5);
  expect(isAreaAllowed(documented)).toBe(true);
  expect(isAreaAllowed({ ...sides(0, 1), up_expansion_ratio: 1e-7 })).toBe(true);
  expect(isAreaAllowed({ ...sides(0, 1), up_expansion_ratio: 1e-5 })).toBe(false);
});
