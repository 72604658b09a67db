import { describe, expect, it } from "vitest";
import { readBatchTable } from "./batch-file.ts";
import { PlanError } from "./plan-error.ts";

/** Rows on lines of their own, from 1. */
const table = (...rows: readonly (readonly string[])[]) =>
  readBatchTable(
    rows.map((cells, at) => ({ line: at + 1, cells })),
    "t.csv",
  );

const requestsOf = (...rows: readonly (readonly string[])[]) => {
  const { batch, mistakes } = table(...rows);
  expect(mistakes).toEqual([]);
  return batch?.requests;
};

function refusalOf(...rows: readonly (readonly string[])[]): string {
  try {
    const { mistakes } = table(...rows);
    return mistakes.map(({ line, field, message }) => `${line} ${field} ${message}`).join("\n");
  } catch (error) {
    if (error instanceof PlanError) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe("a table of requests", () => {
  it("has a request for each row, whose cells are what their field takes", () => {
    expect(
      requestsOf(
        ["name", " prompt ", "durationSeconds", "hasWatermark", "cfgScale"],
        [" 007 ", "12", "5", "TRUE", "0.5"],
        ["b", "true", "7"],
      ),
    ).toEqual([
      { name: "007", prompt: "12", durationSeconds: 5, hasWatermark: true, cfgScale: 0.5 },
      { name: "b", prompt: "true", durationSeconds: 7 },
    ]);
  });

  it("finds no mistake in the number below a misspelt heading", () => {
    expect(refusalOf(["prompt", "Duration Seconds"], ["a fox", "5"])).toBe(
      "1 Duration Seconds is not a field here.",
    );
    expect(refusalOf(["prompt", "Duration Seconds"], ["a fox", "five"])).toContain('"five" must be a number');
  });

  it("leaves out empty cells, rows and columns, so that the defaults hold", () => {
    expect(requestsOf(["prompt", "", "audio"], ["a fox", "", " "], ["", "", ""], ["an owl"])).toEqual([
      { prompt: "a fox" },
      { prompt: "an owl" },
    ]);
  });

  it("reads lists and results of other requests as a batch file does, and no prompt", () => {
    expect(
      requestsOf(
        ["name", "prompt", "firstFrame", "references"],
        ["hero", "[slow zoom]", "", "[{ image: a.png, name: fox }]"],
        ["shot", "{ from: above }", "{ lastFrameOf: hero }"],
        ["odd", "a fox", "[draft] a.png"],
      ),
    ).toMatchObject([
      { prompt: "[slow zoom]", references: [{ image: "a.png", name: "fox" }] },
      { prompt: "{ from: above }", firstFrame: expect.stringContaining("hero") },
      { firstFrame: "[draft] a.png" },
    ]);
  });

  it.each([
    ["a misspelt column", [["promt"], ["a fox"]], "1 promt is not a field here."],
    [
      "a column named as a part of every object",
      [
        ["prompt", "constructor"],
        ["a", "b"],
      ],
      "1 constructor is",
    ],
    [
      "a number with a comma",
      [
        ["prompt", "durationSeconds"],
        ["a", "7,5"],
      ],
      "2 durationSeconds",
    ],
    [
      "a cell without a column",
      [
        ["name", "prompt"],
        ["a", "a fox", " with a hat"],
      ],
      "batch_unreadable t.csv:2: Cell 3 is not empty",
    ],
    [
      "two columns of one name",
      [
        ["name", "name"],
        ["a", "b"],
      ],
      "batch_unreadable t.csv:1: name is the name of two",
    ],
    [
      "no row",
      [
        ["name", "prompt"],
        ["", ""],
      ],
      "batch_invalid t.csv has no requests.",
    ],
    ["nothing at all", [], "batch_invalid t.csv has no requests."],
  ])("is refused with its line: %s", (_, rows, words) => {
    expect(refusalOf(...rows)).toContain(words);
  });
});
