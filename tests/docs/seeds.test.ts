import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createBench } from "../../packages/cli/src/testing/kling-bench.ts";

// The page promises a test and a place for every wish: both must be there.
const PAGE = readFileSync("docs/seeds.md", "utf8");
const ROWS = [...PAGE.matchAll(/^\| (?!The note asks for|---)(.+) \| (.+) \| `(.+)` \|$/gm)];
const COMMANDS = [...PAGE.matchAll(/`kling ([a-z-]+(?: [a-z-]+)?)[^`]*`/g)].map(([, words = ""]) => words);

test("names a test that exists for every wish", () => {
  expect(ROWS.length).toBe((PAGE.match(/^\| /gm)?.length ?? 0) - 5);
  expect(ROWS.map(([, , , path = ""]) => path).filter((path) => !existsSync(path))).toEqual([]);
});

test("names commands that exist", async () => {
  const bench = await createBench();
  try {
    for (const words of new Set(COMMANDS)) {
      const { exitCode } = await bench.run(`${words} --help`);
      expect(exitCode, words).toBe(0);
    }
  } finally {
    await bench.close();
  }
});

test("names a measure that exists, with its results", () => {
  expect(existsSync("bench/src/measures/lookup.ts")).toBe(true);
  expect(readFileSync("docs/benchmarks.md", "utf8")).toContain("running tasks, read together");
});
