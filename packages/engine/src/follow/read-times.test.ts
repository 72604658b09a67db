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

/** Requests that read these tasks together until all are seen done, and how late that was for each. */
function follow(doneMs: readonly number[], profile: TimingProfile, isReadAlone = false) {
  const lateMs: number[] = [];
  let nowMs = firstReadAtMs({ acceptedAtMs: 0, profile, isReadAlone });
  for (let requests = 1; ; requests += 1) {
    const seen = doneMs.filter((ms) => ms <= nowMs).slice(lateMs.length);
    lateMs.push(...seen.map((ms) => nowMs - ms));
    const sharedBy = doneMs.length - lateMs.length;
    if (sharedBy === 0) return { requests, lateMs };
    nowMs = nextReadAtMs({ acceptedAtMs: 0, nowMs, profile, sharedBy });
  }
}

const POLL_MS = 5000;
/** The same for a client that asks for each task every five seconds. */
const poll = (doneMs: readonly number[]) => ({
  requests: sum(doneMs.map((ms) => Math.ceil(ms / POLL_MS))),
  lateMs: doneMs.map((ms) => (POLL_MS - (ms % POLL_MS)) % POLL_MS),
});

/** Tasks of a minute, give or take a tenth. */
const durations = Array.from({ length: 41 }, (_, at) => 54_000 + at * 300);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const PROFILES = [
  ["with a history", profileOf(durations) ?? assumedProfile(60_000)],
  ["without a history", assumedProfile(60_000)],
] as const;

describe("read times", () => {
  it.each(PROFILES)("%s are no later than a poll every 5 s, with at most half of its reads", (_, profile) => {
    const ours = durations.map((ms) => follow([ms], profile));
    const polling = poll(durations);
    expect(sum(ours.map(({ requests }) => requests))).toBeLessThanOrEqual(polling.requests / 2);
    expect(median(ours.flatMap(({ lateMs }) => lateMs))).toBeLessThanOrEqual(
      Math.max(2500, median(polling.lateMs)),
    );
  });

  it.each(PROFILES)("%s are fewer where each task is read alone, and hardly later", (_, profile) => {
    const [alone, shared] = [true, false].map((isReadAlone) =>
      durations.map((ms) => follow([ms], profile, isReadAlone)),
    );
    const requests = (runs = alone) => sum(runs?.map((run) => run.requests) ?? []);
    const lateMs = (runs = alone) => sum(runs?.flatMap((run) => run.lateMs) ?? []) / durations.length;
    expect(requests()).toBeLessThan(requests(shared));
    expect(lateMs() - lateMs(shared)).toBeLessThan(500);
  });

  it.each(PROFILES)(
    "%s are denser for tasks that share requests, still with at most half of them",
    (_, profile) => {
      for (const count of [2, 3, 10, 40]) {
        const stride = Math.floor(durations.length / count);
        const doneMs = durations.filter((_ms, at) => at % stride === 0).slice(0, count);
        const { requests, lateMs } = follow(doneMs, profile);
        expect(requests).toBeLessThanOrEqual(poll(doneMs).requests / 2);
        if (count >= 10) expect(median(lateMs)).toBeLessThanOrEqual(1300);
      }
    },
  );

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
    expect(soonReadAtMs({ acceptedAtMs: 0, nowMs: 10_000, profile })).toBe(11_200);
    expect(soonReadAtMs({ acceptedAtMs: 0, nowMs: 10, profile: { earlyMs: 1, lateMs: 40 } })).toBe(20);
  });
});

it("reads less often while a callback may still tell the end", () => {
  const time = { acceptedAtMs: 0, nowMs: 50_000, profile: { earlyMs: 30_000, lateMs: 100_000 } };
  expect(nextReadAtMs(time) - time.nowMs).toBe(5000);
  expect(nextReadAtMs({ ...time, isPatient: true }) - time.nowMs).toBe(25_000);
});
