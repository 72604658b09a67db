import { expect, it } from "vitest";
import { batchRetriesOf } from "./batch-retries.ts";
import type { ReportFailure, ReportJob } from "./report-data.ts";

const COMMAND = "kling jobs retry --batch b1 --failed";

const job = (name: string, given: Partial<ReportJob>): ReportJob => ({
  id: name,
  name,
  word: "failed",
  tone: "bad",
  isDone: false,
  isOpen: false,
  isFailed: false,
  isReplaceable: true,
  model: "kling-v3",
  settings: {},
  inputs: [],
  parents: [],
  depth: 0,
  files: [],
  unit: "video",
  settled: 0,
  held: 0,
  segments: [],
  marks: [],
  charges: [],
  createdAtMs: 0,
  earlier: [],
  ...given,
});
const failed = (name: string, { batchRetry }: Pick<ReportFailure, "batchRetry"> = { batchRetry: COMMAND }) =>
  job(name, {
    isFailed: true,
    failure: {
      message: "Blocked.",
      charge: "Nothing was charged.",
      steps: [],
      ...(batchRetry === undefined ? {} : { batchRetry }),
    },
  });
const canceled = (name: string, parent: string, given: Partial<ReportJob> = {}) =>
  job(name, { batchRetry: COMMAND, parents: [{ id: parent, name: parent, isShown: true }], ...given });
const bought = (...jobs: readonly ReportJob[]) =>
  batchRetriesOf(jobs).map((retry) =>
    [retry.failed, retry.canceled].map((those) => those.map(({ id }) => id)),
  );

it("counts what was canceled with a job that failed, down the chain", () => {
  const chain = [failed("still"), canceled("video", "still"), canceled("sound", "video")];
  expect(bought(...chain)).toEqual([[["still"], ["video", "sound"]]]);
});

it("leaves out what takes a result that is not made again, and what a later run made", () => {
  const newer = { word: "done", batchId: "b2", createdAtMs: 1, isFailed: false };
  expect(
    bought(
      failed("still"),
      failed("fox"),
      failed("refused", {}),
      canceled("video", "refused"),
      canceled("sound", "still", { newer }),
    ),
  ).toEqual([[["still", "fox"], []]]);
});

it("gives no command for a job alone: its card has one", () => {
  expect(bought(failed("still"))).toEqual([]);
});
