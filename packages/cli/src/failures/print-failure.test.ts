import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await createBench();
});

afterAll(() => bench.close());

const BATCH = [
  "requests:",
  "  - name: fox",
  "    prompt: a fox",
  '    aspectRatio: "4:3"',
  "  - name: cat",
  "    prompt: a cat",
  "    durationSeconds: 99",
].join("\n");

test("shows each mistake of a file with its line and a mark below the place", async () => {
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
  const { stderr } = await bench.run("plan b.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stderr).toContain(
    [
      "error[batch_invalid]: 2 mistakes. Nothing was sent.",
      'b.yaml:4:18, request "fox": aspectRatio "4:3" is not supported. Use 16:9, 9:16 or 1:1.',
      '  4 |     aspectRatio: "4:3"',
      "    |                  ^",
      'b.yaml:7:22, request "cat": durationSeconds: kling-v3 makes 3 to 15 seconds, not 99.',
      "  7 |     durationSeconds: 99",
      "    |                      ^",
    ].join("\n"),
  );
});

test("gives programs each mistake as data, without the line of the file", async () => {
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
  const { error } = await bench.run("plan b.yaml --json");
  expect(error).toMatchObject({
    may_have_charged: "no",
    mistakes: [
      {
        file: "b.yaml",
        line: 4,
        column: 18,
        request: "fox",
        field: "aspectRatio",
        value: "4:3",
        allowed: ["16:9", "9:16", "1:1"],
      },
      { line: 7, column: 22, request: "cat", field: "durationSeconds", value: 99 },
    ],
  });
  expect(JSON.stringify(error)).not.toContain("sourceLine");
});

test.each([
  ["a slip in --max-units", "run fox.yaml --max-units abc", "usage_error", "no"],
  ["a task that does not exist", "video status 1", "task_not_found", "no"],
])("says to programs whether money may have been spent: %s", async (_, line, code, charged) => {
  await writeFile(join(bench.folder, "fox.yaml"), "requests:\n  - prompt: a fox\n");
  const { error } = await bench.run(line);
  expect(error).toMatchObject({ code, may_have_charged: charged });
});

test("does not claim of a command that was stopped that nothing was charged", async () => {
  const interrupt = new AbortController();
  bench.intercept(async () => {
    interrupt.abort();
    throw new TypeError("fetch failed");
  });
  const { error } = await bench.run("doctor", { signal: interrupt.signal });
  expect(error).toMatchObject({ code: "interrupted", may_have_charged: "unknown" });
});

test("says so of a create whose response was lost, and of one that was refused, which made no task to look up", async () => {
  bench.intercept(async ({ method }) =>
    method === "POST"
      ? Response.json({ code: 1301, message: "blocked", request_id: "r-1" }, { status: 400 })
      : undefined,
  );
  const { error } = await bench.run(["video", "create-from-text", "a fox"]);
  bench.intercept(undefined);
  expect(error).toMatchObject({ code: "content_policy", may_have_charged: "no" });
  expect(error).not.toHaveProperty("look_up");
});

test("names the job of a create that could not be sent on a line of its own, also where a command has it", async () => {
  bench.intercept(async ({ method }) => {
    if (method !== "POST") return undefined;
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    });
  });
  const { stderr } = await bench.run(["video", "create-from-text", "a fox", "--timeout", "1"], {
    isTty: true,
    env: { NO_COLOR: "1" },
  });
  bench.intercept(undefined);
  const [, job] = /`kling jobs cancel\s+(j\w+)`/.exec(stderr) ?? [];
  expect(stderr).toMatch(new RegExp(`^ {2}job {2}${job}$`, "m"));
});

test("accepts --json for the version and for events without a command", async () => {
  expect((await bench.run("version --json")).json).toMatchObject({ success: true });
  expect((await bench.run("events --json")).json).toMatchObject({ success: true, events: expect.any(Array) });
});

test("lists tasks with the ID of the video that other commands take", async () => {
  await bench.run(["video", "create-from-text", "a fox"]);
  await bench.emulator.control.advance(3_600_000);
  const { json } = await bench.run("video list --type text2video --json");
  expect(json["tasks"]).toMatchObject([{ video_id: expect.stringMatching(/^\d+$/) }]);
});

test("tells the failed check of doctor once", async () => {
  const { stderr, stdout } = await bench.run("doctor", {
    isTty: true,
    env: { KLING_API_KEY: "wrong-key", NO_COLOR: "1" },
  });
  expect(stderr).toContain('error[invalid_api_key]: The check "key" failed.');
  expect(`${stdout}${stderr}`.match(/code 1002/g)).toHaveLength(1);
});
