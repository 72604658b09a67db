import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = "{ output: 'clips/{name}.mp4', requests: [{ name: fox, model: kling-v3, prompt: a fox }] }";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

async function firstJob(): Promise<string> {
  await bench.run("run b.yaml --output-dir out");
  const { json } = await bench.run("jobs");
  return Object(json["jobs"])[0].job;
}

test("puts the video beside the one that it replaces, wherever the command is run", async () => {
  await bench.run(`jobs retry ${await firstJob()} --approve --max-units 100`);
  expect((await readdir(join(bench.folder, "out/clips"))).toSorted()).toEqual(["fox-2.mp4", "fox.mp4"]);
  await expect(access(join(bench.folder, "clips"))).rejects.toThrow("ENOENT");
});

test("puts it into the folder that is named", async () => {
  await bench.run(`jobs retry ${await firstJob()} --approve --max-units 100 --output-dir other`);
  expect(await readdir(join(bench.folder, "other/clips"))).toEqual(["fox.mp4"]);
});

test("buys nothing where the folder cannot be used, as on another machine", async () => {
  const job = await firstJob();
  await mkdir(join(bench.folder, "taken"));
  await writeFile(join(bench.folder, "taken/file"), "");
  const line = `jobs retry ${job} --approve --max-units 100 --output-dir taken/file`;
  const { exitCode, error } = await bench.run(line);
  expect(exitCode).not.toBe(0);
  expect(error["message"]).toContain("--output-dir");
  expect(bench.emulator.control.journal().creates).toBe(1);
});
