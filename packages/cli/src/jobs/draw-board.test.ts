import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  const batch = "requests: [{ name: fox-in-snow, prompt: a fox, model: kling-v3 }]";
  await writeFile(join(bench.folder, "b.yaml"), batch);
});
afterEach(() => bench.close());

/** Rows of the job, one per picture of the board. */
async function rowsAt(columns: number): Promise<readonly string[]> {
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns });
  return stripVTControlCharacters(stdout)
    .split("\n")
    .filter((line) => / . fox-in-snow {2}/.test(line));
}

const barOf = (row: string): number => row.match(/[━─]/g)?.length ?? 0;

test.each([
  [60, 12],
  [80, 20],
  [140, 20],
])("at %i columns the bar shrinks before a name is cut", async (columns, most) => {
  const rows = await rowsAt(columns);
  const running = rows.filter((row) => row.includes("running"));
  expect(running.length).toBeGreaterThan(0);
  for (const row of running) {
    expect(barOf(row)).toBeGreaterThanOrEqual(4);
    expect(barOf(row)).toBeLessThanOrEqual(most);
  }
  expect(rows.at(-1)).toMatch(/✓ fox-in-snow {2}done {7}fox-in-snow.*\.mp4 {2}\d+ s +3$/);
  expect(barOf(rows.at(-1) ?? "")).toBe(0);
});
