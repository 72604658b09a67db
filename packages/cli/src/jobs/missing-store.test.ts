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
  const { exitCode, json, error, stderr } = await bench.run(`${line} --store ${store}`);
  return { exitCode, json, error, stderr };
};

/** The same without what says that there is no store. */
const withoutStore = ({ exitCode, json, error }: Awaited<ReturnType<typeof read>>) =>
  JSON.parse(
    JSON.stringify({ exitCode, json, error: { ...error, message: "" } }, (key, value: unknown) =>
      key === "missing_store" ? undefined : value,
    ),
  );

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
  "doctor --metrics",
  "account reconcile",
])(
  "`kling %s` makes no store, prints what an empty one prints, and says that there is none",
  async (line) => {
    const missing = await read(line, "gone/deeper/jobs.sqlite");
    expect(await made()).toEqual([]);
    const path = join(bench.folder, "gone/deeper/jobs.sqlite");
    if (missing.exitCode === 0) {
      expect(missing.json).toMatchObject({ missing_store: path });
      expect(missing.stderr).toBe(`There is no store yet: ${path}\n`);
    } else expect(missing.error).toMatchObject({ missing_store: path });
    await bench.run("resume --store empty.sqlite");
    const empty = await read(line, "empty.sqlite");
    expect(JSON.stringify(empty)).not.toContain("missing_store");
    expect(withoutStore(empty)).toEqual(withoutStore(missing));
  },
);

test("a person is shown which store is not there", async () => {
  const { exitCode, stdout, stderr } = await bench.run("jobs", { isTty: true });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "no jobs\n" });
  expect(stderr).toMatch(/^There is no store yet: .*jobs\.sqlite\n$/);
  expect(stderr).toContain(join(bench.folder));
  expect(await made()).toEqual([]);
});

test.each(["doctor", "routes"])("`kling %s` makes none either", async (line) => {
  await bench.run(line);
  expect(await made()).toEqual([]);
});
