import { expect, it } from "vitest";
import { createTimeScale } from "./time-scale.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

it("stretches a run without pauses over the whole width", () => {
  const busy = [{ fromMs: 0, toMs: 90_000 }];
  const scale = createTimeScale({ startedAtMs: 0, endedAtMs: 100_000 }, busy);
  expect(scale.pauses).toEqual([]);
  expect([0, 50_000, 100_000].map(scale.at)).toEqual([0, 500, 1000]);
  expect(scale.elapsedMsAt(0.25)).toBe(25_000);
});

it("shortens hours in which nothing was done, and keeps real times on the axis", () => {
  const busy = [
    { fromMs: 0, toMs: MINUTE_MS },
    { fromMs: MINUTE_MS + 2 * HOUR_MS, toMs: 2 * MINUTE_MS + 2 * HOUR_MS },
  ];
  const scale = createTimeScale({ startedAtMs: 0, endedAtMs: 2 * MINUTE_MS + 2 * HOUR_MS }, busy);
  expect(scale.pauses).toEqual([{ lengthMs: 2 * HOUR_MS, x: 480, width: 40 }]);
  expect(scale.at(MINUTE_MS / 2)).toBe(240);
  expect(scale.at(MINUTE_MS + HOUR_MS)).toBe(500);
  expect(scale.at(MINUTE_MS + 2 * HOUR_MS)).toBe(520);
  expect(scale.elapsedMsAt(1)).toBe(2 * MINUTE_MS + 2 * HOUR_MS);
});

it("leaves most of the width to the work of a purpose that ran fifty times", () => {
  const busy = Array.from({ length: 50 }, (_, run) => ({
    fromMs: run * HOUR_MS,
    toMs: run * HOUR_MS + MINUTE_MS,
  }));
  const scale = createTimeScale({ startedAtMs: 0, endedAtMs: 49 * HOUR_MS + MINUTE_MS }, busy);
  expect(scale.pauses).toHaveLength(49);
  expect(scale.pauses.reduce((sum, { width }) => sum + width, 0)).toBeLessThan(310);
});

it("shows a run that has only waited as it is", () => {
  const scale = createTimeScale({ startedAtMs: 0, endedAtMs: HOUR_MS }, []);
  expect(scale.pauses).toEqual([]);
  expect(scale.at(HOUR_MS / 2)).toBe(500);
});
