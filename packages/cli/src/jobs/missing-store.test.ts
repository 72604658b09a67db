import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** What was made anywhere below the folder of the command. */
const made = () => readdir(bench.folder, { recursive: true });

/** Prints with `store`, as a program reads it. */
const read = async (line: string, store: string) => {
  const { exitCode, stdout, stderr } = await bench.run(`${line} --store ${store}`);
  return { exitCode, stdout, stderr: stderr.replaceAll(store, "STORE") };
};

test.each([
  "jobs",
  "jobs --state done",
  "jobs --batch nosuch",
  "jobs show j1",
  "jobs cancel j1",
  "jobs review j1 --not-bought",
  "ledger",
  "budget",
  "events list",
  "events show e1",
  "report",
  "approvals",
  "doctor metrics",
  "account reconcile",
  "routes",
])("`kling %s` makes no store, and prints what an empty one prints", async (line) => {
  const missing = await read(line, "gone/deeper/jobs.sqlite");
  expect(await made()).toEqual([]);
  await bench.run("resume --store empty.sqlite");
  expect(await read(line, "empty.sqlite")).toEqual(missing);
});

test("a person is shown which store is not there", async () => {
  const { exitCode, stdout, stderr } = await bench.run("jobs", { isTty: true });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "no jobs\n" });
  expect(stderr).toMatch(/^There is no store yet: .*jobs\.sqlite\n$/);
  expect(stderr).toContain(join(bench.folder));
  expect(await made()).toEqual([]);
});

test("doctor makes none either", async () => {
  await bench.run("doctor");
  expect(await made()).toEqual([]);
});
