import { afterEach, beforeEach, expect, test } from "vitest";
import { WITH_KEY_PAIR } from "../../testing/foreign-task.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("lists tasks of a type in the documented shape", async () => {
  const { json: created } = await bench.run(["video", "create-from-text", "a fox"]);
  const { stdout } = await bench.run("video list --type text2video");
  const createdAt = bench.emulator.control.tasks()[0]?.createdAtMs;
  const expected = {
    success: true,
    tasks: [
      {
        task_id: created["task_id"],
        status: "submitted",
        created_at: createdAt,
        age_seconds: 0,
        external_task_id: created["external_task_id"],
        type: "text2video",
        prompt: "a fox",
        job: created["job"],
      },
    ],
    count: 1,
    has_more: false,
  };
  expect(stdout).toBe(`${JSON.stringify(expected, undefined, 2)}\n`);
});

test("says that ages are by the clock of an emulator that runs faster", async () => {
  await bench.run(["video", "create-from-text", "a fox"]);
  const people = { isTty: true, env: { NO_COLOR: "1" } };
  expect((await bench.run("video list", people)).stdout).not.toContain("clock");
  const nowMs = bench.emulator.control.nowMs();
  bench.intercept(async ({ url }) =>
    url.endsWith("/_emulator/info") ? Response.json({ nowMs, clock: { scale: 25 } }) : undefined,
  );
  expect((await bench.run("video list", people)).stdout).toMatch(
    /\nAGE is by the clock of the emulator, which runs 25 times as fast\.\n$/,
  );
});

test.each([
  ["by their cursor", "video list", {}],
  ["of one type", "video list --type text2video", {}],
  ["of a key pair, from several lists", "video list", WITH_KEY_PAIR],
])("says that older tasks follow on the next page, %s", async (_, line, options) => {
  await bench.run("video create-from-text fox --model kling-v2-5-turbo", options);
  await bench.run("video create-from-text owl --model kling-v2-5-turbo", options);
  expect((await bench.run(`${line} --limit 1`, options)).json).toMatchObject({ count: 1, has_more: true });
  expect((await bench.run(`${line} --limit 3`, options)).json).toMatchObject({ count: 2, has_more: false });
  const people = { ...options, isTty: true };
  expect((await bench.run(`${line} --limit 1`, people)).stdout).toContain(
    "Older tasks may follow. To see them, use --page 2.",
  );
  expect((await bench.run(`${line} --limit 3`, people)).stdout).not.toContain("may follow");
});

/** What each listed task has in some fields, in the order of the list. */
async function listed(flags: string, fields: string, options = {}) {
  const { json } = await bench.run(`video list ${flags} --json ${fields}`, options);
  return json["tasks"];
}

/** One task of each family and product, a second apart. */
async function createThree(options = {}) {
  await bench.run("video create-from-text fox --model kling-v3 --external-id mine-1", options);
  await bench.emulator.control.advance(1000);
  await bench.run("video create hare --external-id mine-2", options);
  await bench.emulator.control.advance(1000);
  await bench.run("video create-from-text owl --model kling-v2-5-turbo --external-id mine-3", options);
}

test("lists tasks of every product by default, newest first, with external ids, prompts and age", async () => {
  await createThree();
  await bench.emulator.control.advance(1000);
  await bench.run("video create-from-text bear --model kling-3.0 --external-id mine-4");
  expect(await listed("", "external_task_id,prompt,type")).toEqual([
    { external_task_id: "mine-4", prompt: "bear", type: null },
    { external_task_id: "mine-3", prompt: "owl", type: "text2video" },
    { external_task_id: "mine-2", prompt: "hare", type: "create" },
    { external_task_id: "mine-1", prompt: "fox", type: "text2video" },
  ]);
  const ages = (await listed("", "age_seconds")) as { readonly age_seconds: number }[];
  // By the emulator's clock, which was put forward by a second before each of the later ones.
  const steps = ages.slice(1).map(({ age_seconds }, at) => age_seconds - (ages[at]?.age_seconds ?? 0));
  expect(steps).toHaveLength(3);
  for (const step of steps) expect(step).toBeGreaterThanOrEqual(1);
  expect(bench.requests.filter((request) => request.endsWith(" /tasks"))).toEqual([
    "POST /tasks",
    "POST /tasks",
  ]);
});

test("merges the lists of the products for a key pair", async () => {
  await createThree(WITH_KEY_PAIR);
  const three = ["mine-3", "mine-2", "mine-1"].map((external_task_id) => ({ external_task_id }));
  expect(await listed("", "external_task_id", WITH_KEY_PAIR)).toEqual(three);
  expect(await listed("--limit 1 --page 2", "external_task_id", WITH_KEY_PAIR)).toEqual(three.slice(1, 2));
});

test("pages through all products", async () => {
  await createThree();
  expect(await listed("--limit 2 --page 2", "external_task_id")).toEqual([{ external_task_id: "mine-1" }]);
  expect(await listed("--limit 2 --page 3", "external_task_id")).toEqual([]);
});

test("lists tasks of other tools without a prompt, and makes no store for them", async () => {
  await bench.run("video create-from-text fox --model kling-v3 --store other.sqlite");
  expect(await listed("", "prompt,job")).toEqual([{ prompt: null, job: null }]);
  expect(await bench.files()).not.toContain(".local");
});

test("shows a person the prompt and the age, within the width of the terminal", async () => {
  await bench.run(["video", "create-from-text", "a fox ".repeat(40), "--model", "kling-v3"]);
  await bench.emulator.control.advance(120_000);
  const { stdout } = await bench.run("video list", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/TASK +STATUS +AGE +EXTERNAL ID +PROMPT/);
  expect(stdout).toMatch(/succeed +2m +klingkit-\S+ +a fox/);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
});

test.each([
  ["--limit 0", "invalid_limit"],
  ["--limit 501", "invalid_limit"],
  ["--limit ten", "invalid_limit"],
  ["--page 0", "invalid_page"],
  ["--type nothing", "invalid_type"],
  ["--json task", "invalid_field"],
])("refuses %s before any request", async (flags, code) => {
  const { exitCode, error } = await bench.run(`video list ${flags}`, { env: { KLING_API_KEY: undefined } });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test("keeps the fields that --json names", async () => {
  await bench.run(["video", "create-from-text", "a fox"]);
  const { json } = await bench.run("video list --type text2video --json status");
  expect(json["tasks"]).toEqual([{ status: "submitted" }]);
});
