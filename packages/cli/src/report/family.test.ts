import { describe, expect, it } from "vitest";
import { orderAsTree, shownParents } from "./family.ts";
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

describe("the parent of a job", () => {
  const coat = (taken: readonly { readonly kind: string; readonly number: number }[]) => ({
    id: "j0",
    name: "coat",
    taken,
  });
  const files = (...kinds: readonly string[]) => ({
    files: kinds.map((kind) => ({ kind, name: kind, sizeBytes: 1, sha256: "" })),
  });
  const parent = { id: "j0", name: "coat", isShown: true };

  it("is named with the result where it makes several of the kind, and leads to its card", () => {
    const taken = [
      { kind: "image", number: 1 },
      { kind: "image", number: 2 },
    ];
    expect(shownParents(coat(taken), files("image", "image"))).toEqual([
      { ...parent, card: "j0", part: { number: 1, of: 2 } },
      { ...parent, card: "j0.2", part: { number: 2, of: 2 } },
    ]);
    expect(shownParents(coat([{ kind: "audio", number: 2 }]), files("audio", "audio"))).toEqual([
      { ...parent, card: "j0", part: { number: 2, of: 2 } },
    ]);
  });

  it("is named alone where it makes one of the kind, or another part of it is taken", () => {
    expect(shownParents(coat([{ kind: "video", number: 1 }]), files("video", "audio", "audio"))).toEqual([
      parent,
    ]);
    expect(shownParents(coat([]), files("video"))).toEqual([parent]);
  });

  it("is named with the number of the result where it is on no page, or has made nothing yet", () => {
    const second = coat([{ kind: "image", number: 2 }]);
    expect(shownParents(second, undefined)).toEqual([
      { ...parent, isShown: false, card: "j0", part: { number: 2 } },
    ]);
    expect(shownParents(second, files())).toEqual([{ ...parent, card: "j0", part: { number: 2 } }]);
  });
});
