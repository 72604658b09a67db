import type { EngineEvent } from "@klingkit/engine";
import { expect, it } from "vitest";
import { marksOf, segmentsOf } from "./job-times.ts";

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

it("marks lost responses, look-ups and refusals, and nothing else", () => {
  const frame = { seq: 1, atMs: 5 };
  const marks = marksOf([
    { ...frame, kind: "job-answer-unclear", data: { message: "ECONNRESET", externalId: "e" } },
    { ...frame, kind: "job-adopted", data: { taskId: "t", externalId: "e" } },
    { ...frame, kind: "job-status", data: { rawStatus: "processing" } },
    { ...frame, kind: "job-download-fails", data: { message: "HTTP 500" } },
  ]);
  expect(marks.map(({ kind }) => kind)).toEqual(["lost", "found", "trouble"]);
  expect(marks[0]?.text).toContain("ECONNRESET");
});
