import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { LIVE_SPEC } from "./live-spec.gen.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("prints the whole spec as Markdown, without a key and a request", async () => {
  const { stdout, exitCode } = await bench.run("spec", { env: { KLING_API_KEY: undefined } });
  expect(exitCode).toBe(0);
  expect(stdout.match(/^## .*/gm)).toEqual(LIVE_SPEC.map(({ title }) => `## ${title}`));
  expect(bench.requests).toEqual([]);
});

test("prints one topic, also as JSON", async () => {
  expect((await bench.run("spec errors")).stdout).toMatch(/^# Errors\n[\s\S]*\| 1303 \| 429 \|/);
  const { json } = await bench.run("spec errors --json");
  expect(json).toMatchObject({ success: true, topic: "errors", title: "Errors" });
});

test.each([
  ["v1/audio/tts", "| `girlfriend_4_speech02` | `en` | Melody |"],
  ["v1/text2video", "`negative_prompt`"],
  ["v1/audio/tts", "`voice_id`"],
  ["tasks/scan", "`limit`"],
])("prints the fields of %s", async (operation, field) => {
  const { stdout } = await bench.run(`spec ${operation}`);
  expect(stdout).toContain(`# ${operation}\n`);
  expect(stdout).toContain(field);
  expect(stdout).not.toMatch(/^#### /m);
});

test("lists its topics", async () => {
  const { json } = await bench.run("spec --list");
  expect(json["topics"]).toContainEqual(expect.objectContaining({ topic: "questions" }));
  expect((await bench.run("spec --list", { isTty: true })).stdout).toContain("questions");
});

test("names the topics when it is asked for another", async () => {
  const { exitCode, error } = await bench.run("spec nothing");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_topic" });
  expect(error["message"]).toContain("operations, effects, higgsfield, questions");
});

test.each([
  ["batch_invalid", "Exit code: 2"],
  ["klingkit_timeout", "# KLINGKIT_TIMEOUT"],
  ["1303", "parallel task limit"],
])("explains the error code %s", async (code, text) => {
  const { stdout, exitCode } = await bench.run(`spec errors ${code}`);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(text);
});

test("names the nearest error code for one that does not exist", async () => {
  const { error, exitCode } = await bench.run("spec errors batch_invald");
  expect(exitCode).toBe(2);
  expect(error["message"]).toContain("Did you mean batch_invalid?");
});
