import { expect, test } from "vitest";
import { createLayout } from "./layout.ts";
import { lowestLevelFor } from "./level.ts";

test.each([
  { widthPx: 1280, heightPx: 720, idc: 40 },
  { widthPx: 720, heightPx: 1280, idc: 40 },
  { widthPx: 1080, heightPx: 1080, idc: 40 },
  { widthPx: 1920, heightPx: 1080, idc: 42 },
  { widthPx: 1080, heightPx: 1920, idc: 42 },
  { widthPx: 3840, heightPx: 2160, idc: 51 },
])("encodes $widthPx x $heightPx at level $idc", ({ widthPx, heightPx, idc }) => {
  for (const motion of ["pan", "zoom"] as const) {
    const { level } = createLayout({ widthPx, heightPx, framesPerSecond: 24, barHeightPx: 100, motion });
    expect(level.idc).toBe(idc);
  }
});

test("takes the frame rate into account", () => {
  expect(lowestLevelFor({ columns: 120, rows: 68, framesPerSecond: 30 })?.idc).toBe(40);
  expect(lowestLevelFor({ columns: 120, rows: 68, framesPerSecond: 60 })?.idc).toBe(42);
});

test("has no level for a frame that is too large", () => {
  expect(lowestLevelFor({ columns: 600, rows: 600, framesPerSecond: 24 })).toBeUndefined();
});
