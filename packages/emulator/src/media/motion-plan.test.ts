import { describe, expect, test } from "vitest";
import { type ClipLayout, createLayout, type MotionKind } from "./layout.ts";
import { createMotionField, type MotionField } from "./motion-picture.ts";
import { counterText, motionShare, planMotion } from "./motion-plan.ts";

const TIMING = { framesPerSecond: 24, frameCount: 120 };
const SIZES: readonly (readonly [number, number])[] = [
  [1280, 720],
  [1080, 1920],
  [3840, 2160],
  [722, 506],
  [192, 192],
];

function fieldAt(layout: ClipLayout, frame: number): MotionField {
  const field = createMotionField(layout.columns, layout.rows);
  planMotion(field, frame, { layout, ...TIMING });
  return field;
}

/** Rows of samples that the decoder's filter reads for the macroblock row at these vectors. */
function lowestRowRead(row: number, vertical: number): number {
  return row * 16 + 15 + Math.floor(vertical / 4) + (vertical % 4 === 0 ? 0 : 3);
}

describe("planMotion", () => {
  const cases = SIZES.flatMap(([widthPx, heightPx]) =>
    (["pan", "zoom"] as const).map((motion: MotionKind) => ({ widthPx, heightPx, motion })),
  );

  test.each(cases)(
    "$motion at $widthPx x $heightPx never reads bar or hidden rows into the scene",
    (size) => {
      const layout = createLayout({ ...size, framesPerSecond: 24, barHeightPx: 64 });
      for (const frame of [1, 30, 60, 97, 119]) {
        const { y } = fieldAt(layout, frame);
        const scene = y.subarray(0, layout.sceneRows * layout.columns);
        const lowest = scene.reduce(
          (row, vertical, at) => Math.max(row, lowestRowRead(Math.floor(at / layout.columns), vertical)),
          0,
        );
        expect(lowest, `frame ${frame}`).toBeLessThan(layout.sceneRows * 16);
      }
    },
  );

  test.each(cases)("$motion at $widthPx x $heightPx keeps vectors within the level's range", (size) => {
    const layout = createLayout({ ...size, framesPerSecond: 24, barHeightPx: 64 });
    const { x, y } = fieldAt(layout, 119);
    expect(Math.max(...x.map(Math.abs))).toBeLessThan(2048 * 4);
    expect(Math.max(...y.map(Math.abs))).toBeLessThan(512 * 4);
  });

  test("never leaves the coded frame to the right within the visible picture of a pan", () => {
    const layout = createLayout({
      widthPx: 1280,
      heightPx: 720,
      framesPerSecond: 24,
      barHeightPx: 64,
      motion: "pan",
    });
    const [vector = 0] = fieldAt(layout, 119).x;
    expect(vector / 4).toBeGreaterThan(60);
    expect(1280 + vector / 4).toBeLessThanOrEqual(layout.columns * 16);
  });
});

test("moves from start to end in a short clip, and back again in one of ten seconds", () => {
  expect(motionShare(0, TIMING)).toBe(0);
  expect(motionShare(119, TIMING)).toBeGreaterThan(0.99);
  const long = { framesPerSecond: 24, frameCount: 240 };
  expect(motionShare(120, long)).toBeCloseTo(1);
  expect(motionShare(239, long)).toBeLessThan(0.01);
});

test("counts minutes, seconds and frames", () => {
  expect([0, 23, 24, 24 * 61 + 5].map((frame) => counterText(frame, 24))).toEqual([
    "00:00:00",
    "00:00:23",
    "00:01:00",
    "01:01:05",
  ]);
});
