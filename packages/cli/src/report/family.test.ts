import { expect, it } from "vitest";
import { orderAsTree } from "./family.ts";
import type { ReportJob } from "./report-data.ts";

const job = (name: string, ...parents: readonly string[]): ReportJob => ({
  id: name,
  name,
  word: "done",
  tone: "good",
  isDone: true,
  isOpen: false,
  isFailed: false,
  isReplaceable: false,
  model: "kling-v3",
  settings: {},
  inputs: [],
  parents: parents.map((id) => ({ id, name: id, isShown: true })),
  depth: 0,
  files: [],
  unit: "video",
  settled: 3,
  held: 0,
  segments: [],
  marks: [],
  charges: [],
  createdAtMs: 0,
  earlier: [],
});
const drawn = (jobs: readonly ReportJob[]) =>
  orderAsTree(jobs).map(({ name, depth }) => `${"-".repeat(depth)}${name}`);

it("puts jobs behind the one whose result they take, and keeps the order otherwise", () => {
  const jobs = [job("fox"), job("lake"), job("shot", "fox"), job("sound", "shot"), job("close-up", "fox")];
  expect(drawn(jobs)).toEqual(["fox", "-shot", "--sound", "-close-up", "lake"]);
});

it("keeps a job whose parent is on no page, and one with two parents once", () => {
  expect(drawn([job("late", "elsewhere"), job("a"), job("b"), job("both", "a", "b")])).toEqual([
    "late",
    "a",
    "-both",
    "b",
  ]);
});

it("takes a chain as long as a batch", () => {
  const chain = Array.from({ length: 10_000 }, (_, at) => job(`${at}`, ...(at === 0 ? [] : [`${at - 1}`])));
  expect(orderAsTree(chain)).toHaveLength(10_000);
});
