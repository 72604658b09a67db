import { afterEach, beforeEach, expect, test } from "vitest";
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
    tasks: [{ task_id: created["task_id"], status: "submitted", created_at: createdAt }],
    count: 1,
  };
  expect(stdout).toBe(`${JSON.stringify(expected, undefined, 2)}\n`);
});

test("lists omni tasks unless told otherwise", async () => {
  await bench.run("video list");
  expect(bench.requests).toEqual(["GET /v1/videos/omni-video"]);
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
