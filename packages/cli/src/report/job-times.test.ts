import type { EngineEvent } from "@klingkit/engine";
import { expect, it } from "vitest";
import { busyTimesOf, marksOf, segmentsOf, totalMs } from "./job-times.ts";

let seq = 0;
const move = (atMs: number, to: NonNullable<EngineEvent["to"]>): EngineEvent => {
  seq += 1;
  return { seq, atMs, to, kind: "job-approved", data: {} };
};

it("cuts a job's life into what it did, and joins steps that are the same", () => {
  const events = [
    move(0, "planned"),
    move(10, "approved"),
    move(100, "submitting"),
    move(110, "approved"),
    move(300, "submitting"),
    move(320, "running"),
    move(900, "succeeded"),
    move(950, "collected"),
  ];
  expect(segmentsOf({ events, state: "collected", createdAtMs: 0 }, 5000)).toEqual([
    { stage: "waiting", fromMs: 0, toMs: 100 },
    { stage: "sending", fromMs: 100, toMs: 110 },
    { stage: "waiting", fromMs: 110, toMs: 300 },
    { stage: "sending", fromMs: 300, toMs: 320 },
    { stage: "running", fromMs: 320, toMs: 900 },
    { stage: "downloading", fromMs: 900, toMs: 950 },
  ]);
});

it("a job that is at work is shown until now, one that ended is not", () => {
  const events = [move(0, "approved"), move(10, "submitting"), move(20, "running")];
  const running = segmentsOf({ events, state: "running", createdAtMs: 0 }, 500);
  expect(running.at(-1)).toEqual({ stage: "running", fromMs: 20, toMs: 500 });
  const failed = segmentsOf(
    { events: [...events, move(60, "failed")], state: "failed", createdAtMs: 0 },
    500,
  );
  expect(failed.at(-1)).toEqual({ stage: "running", fromMs: 20, toMs: 60 });
});

it("a file that nobody downloads waits until a process begins with it", () => {
  const events = [move(0, "submitting"), move(20, "running"), move(900, "succeeded")];
  const resumed: EngineEvent = {
    seq: 99,
    atMs: 80_500,
    to: "collected",
    kind: "job-collected",
    data: { startedAtMs: 80_000 },
  };
  const job = { events: [...events, resumed], state: "collected", createdAtMs: 0 } as const;
  expect(segmentsOf(job, 90_000).slice(2)).toEqual([
    { stage: "waiting", fromMs: 900, toMs: 80_000 },
    { stage: "downloading", fromMs: 80_000, toMs: 80_500 },
  ]);
  const stopped = { events, state: "succeeded", createdAtMs: 0 } as const;
  expect(segmentsOf(stopped, 90_000).at(-1)).toEqual({ stage: "waiting", fromMs: 900, toMs: 90_000 });
  const fetching = segmentsOf({ ...stopped, claimedUntilMs: 95_000 }, 90_000);
  expect(fetching.at(-1)).toEqual({ stage: "downloading", fromMs: 900, toMs: 90_000 });
});

it("a task that ended overnight, while no process looked, ran until its end", () => {
  const events = [
    move(0, "approved"),
    move(10, "submitting"),
    move(20, "running"),
    move(9000, "succeeded"),
    move(9050, "collected"),
  ];
  const job = { events, state: "collected", createdAtMs: 0, endedAtMs: 600 } as const;
  const segments = segmentsOf(job, 10_000);
  expect(segments.slice(2)).toEqual([
    { stage: "running", fromMs: 20, toMs: 600 },
    { stage: "waiting", fromMs: 600, toMs: 9000 },
    { stage: "downloading", fromMs: 9000, toMs: 9050 },
  ]);
  expect(totalMs(busyTimesOf(segments))).toBe(590 + 50);
});

it("counts the time of jobs side by side once, and no download that was stopped for hours", () => {
  const hour = 3_600_000;
  const times = busyTimesOf([
    { stage: "running", fromMs: 0, toMs: 100_000 },
    { stage: "running", fromMs: 50_000, toMs: 150_000 },
    { stage: "waiting", fromMs: 150_000, toMs: hour },
    { stage: "downloading", fromMs: hour, toMs: 9 * hour },
  ]);
  expect(totalMs(times)).toBe(150_000 + 600_000);
});

it("marks lost responses, look-ups and refusals, and nothing else", () => {
  const frame = { seq: 1, atMs: 5 };
  const marks = marksOf([
    { ...frame, kind: "job-answer-unclear", data: { message: "ECONNRESET", externalId: "e" } },
    { ...frame, kind: "job-adopted", data: { taskId: "t", externalId: "e" } },
    { ...frame, kind: "job-status", data: { rawStatus: "processing" } },
    { ...frame, kind: "job-download-fails", data: { message: "HTTP 500" } },
    {
      ...frame,
      kind: "job-rejected",
      data: { code: "KLINGKIT_CONTENT_POLICY", message: "1301", remedy: "never" },
    },
    {
      ...frame,
      kind: "job-refused",
      data: { code: "KLINGKIT_CONNECTION", message: "no", remedy: "unreachable" },
    },
    { ...frame, kind: "job-rejected", data: { code: "no_answer", message: "no task was found" } },
  ]);
  expect(marks.map(({ kind }) => kind)).toEqual(["lost", "found", "trouble", "refused", "trouble"]);
  expect(marks[0]?.text).toContain("ECONNRESET");
  expect(marks.at(-1)?.text).toBe("Nothing was sent: no");
});
