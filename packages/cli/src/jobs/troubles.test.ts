import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "@klingkit/engine";
import { mountSmallDisk, type SmallDisk } from "@klingkit/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { createTroubles } from "./troubles.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests:
  - { name: fox, prompt: a fox }
  - { name: hare, prompt: a hare }
`;
/** A new store takes a third of it. */
const DISK_KB = 1500;

let bench: Bench;
let disk: SmallDisk;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
  disk = await mountSmallDisk(join(bench.folder, "small"), DISK_KB);
});
afterEach(async () => {
  await disk[Symbol.asyncDispose]();
  await bench.close();
});

const troublesOf = (stderr: string) =>
  stderr.split("\n").flatMap((line) => (line.startsWith('{"event"') ? [JSON.parse(line)] : []));

/** The error object comes after the lines. */
const errorOf = (stderr: string) => JSON.parse(stderr.slice(stderr.indexOf("{\n"))).error;

const full = () =>
  new StoreError("store_write_failed", "The disk of the store /s.db is full. Free some space.");

test("the same trouble of the store is told once a minute, and known for as long as was asked", async () => {
  let nowMs = 0;
  let stderr = "";
  const silent = { isTty: false, write: () => undefined };
  const deps = {
    env: {},
    cwd: bench.folder,
    clock: { nowMs: () => nowMs },
    io: { stdout: silent, stderr: { isTty: false, write: (text: string) => (stderr += text) } },
  };
  // The other parts of the command line are not used.
  const troubles = createTroubles(deps as unknown as Deps, { store: "s.db" });
  troubles.hear(new Error("a read failed"));
  for (nowMs = 0; nowMs <= 90_000; nowMs += 10_000) {
    troubles.hear(full(), "j1");
    await troubles.ofStore(0);
  }
  expect(troublesOf(stderr)).toMatchObject([
    { event: "worker-trouble", at: "1970-01-01T00:00:00.000Z", code: "store_write_failed", job: "j1" },
    { at: "1970-01-01T00:01:00.000Z" },
  ]);
  expect(await troubles.ofStore(15_000)).toEqual([full().message]);
  nowMs += 15_000;
  expect(await troubles.ofStore(15_000)).toEqual([]);
});

test("a create on a full disk names the disk, in no words of the engine", async ({ skip }) => {
  skip(disk.absence !== undefined, disk.absence);
  await bench.run("run batch.yaml --store small/s.db");
  await disk.fill();
  const { stderr, exitCode } = await bench.run([
    "video",
    "create-from-text",
    "a fox",
    "--model",
    "kling-v3",
    "--store",
    "small/s.db",
  ]);
  expect({ exitCode, error: errorOf(stderr) }).toMatchObject({
    exitCode: 1,
    error: {
      code: "store_write_failed",
      may_have_charged: "no",
      message: expect.stringMatching(/^The (disk of the )?store \S+ (is full|cannot be written)/),
    },
  });
  expect(stderr).not.toMatch(/enqueue|continues/);
});

test("a run whose files go to a full disk names it, and does not say that tasks continue", async ({
  skip,
}) => {
  skip(disk.absence !== undefined, disk.absence);
  await mkdir(join(bench.folder, "small/out"));
  await disk.fill();
  const { exitCode, stderr } = await bench.run("run batch.yaml --output-dir small/out --timeout 600");
  const full = expect.stringContaining("The disk is full");
  expect(troublesOf(stderr)[0]).toMatchObject({ event: "worker-trouble", message: full });
  const error = errorOf(stderr);
  expect({ exitCode, error }).toMatchObject({
    exitCode: 8,
    error: { code: "still_pending", reasons: [full] },
  });
  expect(error.message).toContain("The service keeps what was made for a limited time.");
});
