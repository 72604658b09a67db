import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const REAL = { KLING_BASE_URL: "http://192.0.2.1:9" };

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeBatch("a hare");
});
afterEach(() => bench.close());

const writeBatch = (second: string) =>
  writeFile(
    join(bench.folder, "batch.yaml"),
    `purpose: tests
defaults: { model: kling-v3 }
requests: [{ name: fox, prompt: a fox }, { name: second, prompt: ${second} }]`,
  );
/** At an address that counts as the real service. */
const run = (line: string, isTty = false) => bench.run(`${line} --store jobs.sqlite`, { env: REAL, isTty });
/** The summary, which is the last line. */
const summaryOf = (stdout: string): Record<string, unknown> =>
  JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
const journal = () => bench.emulator.control.journal();
const detach = "run batch.yaml --detach --approve";

test("a store that was deleted finds what it had bought", async () => {
  const file = join(bench.folder, "jobs.sqlite");
  const first = await bench.run("run batch.yaml --store jobs.sqlite --output-dir one");
  await Promise.all([file, `${file}-wal`, `${file}-shm`].map((path) => rm(path, { force: true })));
  const second = await bench.run("run batch.yaml --store jobs.sqlite --output-dir two");
  expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
  expect(summaryOf(second.stdout)).toMatchObject({ counts: { collected: 2 } });
  expect(journal()).toMatchObject({ creates: 4, accepted: 2, billed: 2 });
  expect(await bench.files()).toContain("two");
});

test("an edited batch buys the edited request, and reports the others with their state and file", async () => {
  await bench.run("run batch.yaml --store jobs.sqlite --output-dir out");
  await writeBatch("a hare at night");
  const { stdout, exitCode } = await bench.run("run batch.yaml --store jobs.sqlite --output-dir out");
  expect(exitCode).toBe(0);
  expect(summaryOf(stdout)).toMatchObject({
    counts: { collected: 2 },
    units: { settled: 6 },
    jobs: [{ name: "fox", file: join(bench.folder, "out", "fox.mp4") }, { name: "second" }],
  });
  expect(journal()).toMatchObject({ creates: 3, billed: 3 });
});

test("plan and approve show what was bought before, and count only what is left", async () => {
  await run(detach);
  await writeBatch("a hare at night");
  expect((await run("plan batch.yaml")).json).toMatchObject({
    totals: { jobs: 2 },
    already_there: [{ name: "fox", state: "approved", file: null }],
    to_buy: { totals: { jobs: 1, units: 3 } },
  });
  expect((await run("plan batch.yaml", true)).stdout).toMatch(
    /ALREADY THERE.*\n.*fox.*\n.*1 of 2 videos, 3 units/,
  );
  const approval = await run("approve batch.yaml --yes");
  expect(approval.json).toMatchObject({
    max_creates: 1,
    max_units: 3,
    already_there: [{ name: "fox" }],
  });
  expect((await run("run batch.yaml --detach")).json).toMatchObject({
    jobs: [
      { name: "fox", is_earlier: true },
      { name: "second", is_earlier: false },
    ],
  });
});

test("nothing is approved where nothing is left, unless all of it is to be bought again", async () => {
  await run(detach);
  const refused = await run("approve batch.yaml --yes");
  expect({ code: refused.error["code"], exitCode: refused.exitCode }).toEqual({
    code: "nothing_to_buy",
    exitCode: 1,
  });
  expect((await run("approve batch.yaml --yes --again")).json).toMatchObject({
    max_creates: 2,
    already_there: [],
  });
  expect((await run("run batch.yaml --detach --again")).json).toMatchObject({ is_continued: false });
});

test("a plan shows nothing of a store that it was not given", async () => {
  await run(detach);
  const { json } = await bench.run("plan batch.yaml", { env: REAL });
  expect(json).not.toHaveProperty("already_there");
});
