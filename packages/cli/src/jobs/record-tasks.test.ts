import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** A single create whose task has ended since, with nobody following it. */
async function endedTask(): Promise<string> {
  const { json } = await bench.run("video create-from-text fox --model kling-v3");
  await bench.emulator.control.advance(HOUR_MS);
  return String(json["task_id"]);
}

async function truth() {
  const { json: jobs } = await bench.run("jobs");
  const { json: budget } = await bench.run("budget");
  const [job] = Array.isArray(jobs["jobs"]) ? jobs["jobs"] : [];
  const [account] = Array.isArray(budget["accounts"]) ? budget["accounts"] : [];
  return { state: job?.state, file: job?.file, held: account?.total.held, settled: account?.total.settled };
}

test.each(["video status TASK", "wait TASK", "video list"])(
  "`kling %s` of a finished task books its charge and lets go of what was held",
  async (line) => {
    const id = await endedTask();
    expect(await truth()).toMatchObject({ state: "running", held: 3 });
    expect((await bench.run(line.replace("TASK", id))).exitCode).toBe(0);
    expect(await truth()).toMatchObject({ state: "succeeded", held: 0, settled: 3 });
  },
);

test("a failed task ends its job, and costs nothing", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3");
  bench.emulator.control.setTask(String(json["task_id"]), { to: "fail" });
  expect((await bench.run(`video status ${json["task_id"]}`)).exitCode).toBe(7);
  expect(await truth()).toMatchObject({ state: "failed", held: 0, settled: 0 });
});

test("a download is the job's file, and a later resume fetches nothing under another name", async () => {
  const id = await endedTask();
  await bench.run(`video download ${id} -o mine.mp4`);
  expect(await truth()).toEqual({
    state: "collected",
    file: join(bench.folder, "mine.mp4"),
    held: 0,
    settled: 3,
  });
  await bench.run("resume");
  expect((await bench.files()).filter((file) => file.endsWith(".mp4"))).toEqual(["mine.mp4"]);
});

test("a second download leaves the job with its first file, until that is gone", async () => {
  const id = await endedTask();
  await bench.run(`video download ${id} -o first.mp4`);
  await bench.run(`video download ${id} -o second.mp4`);
  expect(await truth()).toMatchObject({ file: join(bench.folder, "first.mp4") });
  await rm(join(bench.folder, "first.mp4"));
  await bench.run(`video download ${id} -o third.mp4`);
  expect(await truth()).toMatchObject({ file: join(bench.folder, "third.mp4"), settled: 3 });
});

test("a status by external id finds the task of a create whose answer was lost", async () => {
  bench.intercept(async (request) => {
    if (request.url.includes("_emulator")) return undefined;
    if (request.method === "POST") await bench.emulator.fetch(request);
    throw new TypeError("fetch failed");
  });
  const lost = await bench.run("video create-from-text fox --model kling-v3 --external-id mine --timeout 1");
  expect(lost.exitCode).toBe(9);
  bench.intercept(undefined);
  await bench.emulator.control.advance(HOUR_MS);
  await bench.run("video status mine --external");
  expect(await truth()).toMatchObject({ state: "succeeded", settled: 3 });
  expect(bench.emulator.control.journal().creates).toBe(1);
});

test("a create that finds its lost task failed records that, too", async () => {
  let hasFailed = false;
  bench.intercept(async (request) => {
    if (request.method !== "POST" || hasFailed) return undefined;
    hasFailed = true;
    await bench.emulator.fetch(request);
    bench.emulator.control.setTask(bench.emulator.control.tasks()[0]?.id ?? "", { to: "fail" });
    throw new TypeError("fetch failed");
  });
  const { exitCode } = await bench.run("video create-from-text fox --model kling-v3 --external-id mine");
  expect(exitCode).toBe(7);
  expect(await truth()).toMatchObject({ state: "failed", held: 0 });
});

test("a running task changes nothing, and the engine is not asked", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3");
  const before = bench.requests.length;
  await bench.run(`video status ${json["task_id"]}`);
  expect(bench.requests.slice(before)).toEqual(["GET /tasks"]);
  expect(await truth()).toMatchObject({ state: "running", held: 3 });
});

test("a task of the same id in another account is left alone", async () => {
  const id = await endedTask();
  const env = { KLING_ACCOUNT: "somebody else", KLING_API_KEY: "api-key-kling-of-somebody-else" };
  await bench.run(`video status ${id}`, { env });
  expect(await truth()).toMatchObject({ state: "running", held: 3 });
});

test("a store that cannot be opened does not stand in the way of an answer", async () => {
  const id = await endedTask();
  const { exitCode, json } = await bench.run(`video status ${id} --store postgres://ada@127.0.0.1:1/videos`);
  expect({ exitCode, status: json["status"] }).toEqual({ exitCode: 0, status: "succeed" });
});
