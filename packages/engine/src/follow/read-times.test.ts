import { describe, expect, it } from "vitest";
import {
  assumedProfile,
  firstReadAtMs,
  nextReadAtMs,
  profileOf,
  safetyReadAtMs,
  soonReadAtMs,
  type TimingProfile,
} from "./read-times.ts";

/** Reads of one task until it is seen done, and how late that was. */
function follow(doneMs: number, profile: TimingProfile) {
  let nowMs = firstReadAtMs({ acceptedAtMs: 0, profile });
  let reads = 1;
  for (; nowMs < doneMs; reads += 1) nowMs = nextReadAtMs({ acceptedAtMs: 0, nowMs, profile });
  return { reads, lateMs: nowMs - doneMs };
}

/** Tasks of a minute, give or take a tenth. */
const durations = Array.from({ length: 41 }, (_, at) => 54_000 + at * 300);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

describe("read times", () => {
  it.each([
    ["with a history", profileOf(durations) ?? assumedProfile(60_000)],
    ["without a history", assumedProfile(60_000)],
  ])("%s are no later than a poll every 5 s, with at most half of its reads", (_, profile) => {
    const ours = durations.map((ms) => follow(ms, profile));
    const polling = durations.map((ms) => ({
      reads: Math.ceil(ms / 5000),
      lateMs: (5000 - (ms % 5000)) % 5000,
    }));
    const reads = (list: readonly { reads: number }[]) => list.reduce((sum, item) => sum + item.reads, 0);
    expect(reads(ours)).toBeLessThanOrEqual(reads(polling) / 2);
    expect(median(ours.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(
      Math.max(2500, median(polling.map(({ lateMs }) => lateMs))),
    );
  });

  it("become sparser the longer a task takes", () => {
    const profile = { earlyMs: 50_000, lateMs: 70_000 };
    const steps = [80_000, 160_000, 600_000].map(
      (nowMs) => nextReadAtMs({ acceptedAtMs: 0, nowMs, profile }) - nowMs,
    );
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(60_000);
  });

  it("always move on, whatever the profile", () => {
    expect(nextReadAtMs({ acceptedAtMs: 0, nowMs: 0, profile: { earlyMs: 0, lateMs: 0 } })).toBeGreaterThan(
      0,
    );
  });
});

describe("reads below callbacks", () => {
  const profile = { earlyMs: 50_000, lateMs: 70_000 };

  it("wait until the callback is clearly overdue, then go on like others", () => {
    expect(safetyReadAtMs({ acceptedAtMs: 1000, nowMs: 2000, profile })).toBe(106_000);
    const time = { acceptedAtMs: 1000, nowMs: 106_000, profile };
    expect(safetyReadAtMs(time)).toBe(nextReadAtMs(time));
  });

  it("come soon after one that contradicted a callback", () => {
    expect(soonReadAtMs({ acceptedAtMs: 0, nowMs: 10_000, profile })).toBe(12_000);
    expect(soonReadAtMs({ acceptedAtMs: 0, nowMs: 10, profile: { earlyMs: 1, lateMs: 50 } })).toBe(20);
  });
});
