import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});

afterEach(() => bench.close());

test("lists every operation with what it changes and how it answers", async () => {
  const { json } = await bench.run("operations --json");
  expect(json["operations"]).toEqual(
    expect.arrayContaining([
      { id: "v1/images/generations", effect: "spends", answer: "task", summary: "Generate images" },
      { id: "v1/audio/tts", effect: "spends", answer: "now", summary: "Text to speech" },
      expect.objectContaining({ id: "v1/text2video/list", effect: "reads" }),
    ]),
  );
});

test("shows the fields of one operation as JSON Schema, and as a table on a terminal", async () => {
  const { json } = await bench.run("operations v1/audio/tts --json");
  expect(json).toMatchObject({
    effect: "spends",
    path: "/v1/audio/tts",
    input: { required: expect.any(Array) },
  });
  const { stdout } = await bench.run("operations v1/audio/tts", { isTty: true });
  expect(stdout).toContain("--voice_language");
});

test("explains the fields of an operation in the help of its call", async () => {
  const { stdout } = await bench.run("call v1/audio/tts --help", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toContain("Usage: kling call [options] <operation>");
  expect(stdout).toContain("--voice_language");
  const { json } = await bench.run("call v1/audio/tts --help --json");
  expect(json).toMatchObject({ command: "kling call", operation: { input: { type: "object" } } });
});

test("plans any paid operation without a key and sends nothing", async () => {
  const { json, exitCode } = await bench.run(
    ["call", "v1/images/generations", "--prompt", "a fox", "--n", "2", "--aspect_ratio=1:1", "--dry-run"],
    { env: { KLING_API_KEY: undefined } },
  );
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    dry_run: true,
    route: "v1/images/generations",
    payload: { prompt: "a fox", n: 2, aspect_ratio: "1:1" },
  });
  expect(bench.requests).toEqual([]);
});

test("adds fields to a body of standard input, nested ones by dots", async () => {
  const { json } = await bench.run(
    'call v1/text2video --body - --camera_control.type simple --camera_control.config {"zoom":5} --dry-run --allow-retired',
    { stdin: '{"prompt":"a fox","model_name":"kling-v1"}' },
  );
  expect(json["payload"]).toEqual({
    prompt: "a fox",
    model_name: "kling-v1",
    camera_control: { type: "simple", config: { zoom: 5 } },
  });
});

test.each([
  ["call v1/images/paintings", "unknown_operation"],
  ["call v1/images/generations --promt fox", "unknown_field"],
  ["call v1/images/generations --prompt", "invalid_field"],
  ["call v1/images/generations fox", "usage_error"],
  ["call v1/images/generations --dry-run", "invalid_prompt"],
])("refuses `%s` with %s", async (line, code) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test("needs an approval, and buys through a job with one", async () => {
  const line = ["call", "v1/images/generations", "--prompt", "a fox"];
  const refused = await bench.run(line, { env: { KLING_BASE_URL: undefined } });
  expect(refused.exitCode).toBe(3);
  expect(refused.error).toMatchObject({ code: "approval_required", route: "v1/images/generations" });
  expect(bench.requests).toEqual([]);
  const { json, stderr } = await bench.run(line);
  expect(stderr).toBe("");
  expect(json).toMatchObject({ success: true, status: "submitted", task_id: expect.any(String) });
  const jobs = await bench.run("jobs");
  expect(jobs.json["count"]).toBe(1);
});

test("names what images are paid in, and adds their units to no others", async () => {
  await bench.run(["call", "v1/images/generations", "--prompt", "a fox", "--n", "2"]);
  const jobs = await bench.run("jobs");
  expect(jobs.json["jobs"]).toMatchObject([{ estimated_units: 16, unit: "image" }]);
  const run = await bench.run("resume");
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    units: { settled: 0, held: 0 },
    other_units: { image: { settled: 16, held: 0 } },
  });
  const budget = await bench.run("budget");
  expect(budget.json["accounts"]).toMatchObject([{ unit: "image", spent: 16, held: 0 }]);
  expect((await bench.run("budget", { isTty: true })).stdout).toContain("16 image");
  expect((await bench.run("jobs", { isTty: true })).stdout).toContain("16 image");
  expect((await bench.run("ledger", { isTty: true })).stdout).toContain("16 image");
});

test("says of an empty list that it needs an item, not that it is missing", async () => {
  const { error } = await bench.run(["call", "omni-video/kling-o1", "--contents", "[]", "--dry-run"]);
  expect(error["message"]).toBe("contents: needs at least 1 item. Nothing was sent.");
  await writeFile(join(bench.folder, "body.json"), "{}");
  const absent = await bench.run("call omni-video/kling-o1 --body body.json --dry-run");
  expect(absent.error["message"]).toContain("contents: is required");
});

test("keeps the sound of a call that answers at once", async () => {
  const line = [
    "call",
    "v1/audio/tts",
    "--text",
    "Hello",
    "--voice_id",
    "oversea_male1",
    "--voice_language",
    "en",
  ];
  const { json, stderr } = await bench.run([...line, "-o", "hello.mp3"]);
  expect(stderr).toBe("");
  expect(json["success"]).toBe(true);
  expect(await bench.files()).toContain("hello.mp3");
  // The service never got the key of this job: whoever looked it up there would conclude that nothing was bought.
  expect(json).not.toHaveProperty("external_task_id");
  const shown = await bench.run(`jobs show ${json["job"]}`, { isTty: true });
  expect(shown.stdout).not.toContain("external id");
  const { stdout } = await bench.run(`jobs show ${json["job"]} --json`);
  expect(stdout).not.toMatch(/"klingkit-/);
  expect((await bench.run("jobs")).json["jobs"]).toMatchObject([{ external_task_id: null }]);
});

test("an unknown voice is sent with a warning that names the nearest one, and the error of the service has it, too", async () => {
  const line = ["audio", "speak", "Hello", "--voice-id", "oversea_male9", "--voice-language", "en"];
  const { error } = await bench.run([...line, "-o", "hello.mp3"]);
  const message =
    "voice_id: 'oversea_male9' is not in the catalogue of speech voices. Did you mean 'oversea_male1' (Anchor)? Voices of the voice library do not work here.";
  expect(error).toMatchObject({
    code: "invalid_request",
    message: expect.stringContaining("Voice id not found"),
    may_have_charged: "no",
    warnings: [{ rule: "voice-unknown", path: "voice_id", message }],
  });
  const shown = await bench.run([...line, "-o", "hello.mp3", "--approve"], { isTty: true });
  expect(shown.stderr.split("\n").filter((text) => text.includes("Did you mean"))).toHaveLength(1);
});

test("an unknown voice without a near one is pointed to the list of all", async () => {
  const { error } = await bench.run(
    "tts Hello --voice-id 829824295735410756 --voice-language en -o hello.mp3",
  );
  expect(error["warnings"]).toMatchObject([
    { message: expect.stringContaining("speech voices. `kling spec v1/audio/tts` lists them. Voices of") },
  ]);
});

test("sends what only reads at once", async () => {
  const { json } = await bench.run("call v1/text2video/list --pageSize 5");
  expect(json).toMatchObject({ success: true, operation: "v1/text2video/list", data: [] });
  expect(bench.requests).toEqual([expect.stringMatching(/^GET \/v1\/videos\/text2video/)]);
});

test("shows every result of a job with several, with kind, file and hash", async () => {
  const line = ["call", "v1/images/generations", "--prompt", "a fox", "--n", "3", "-o", "fox.png"];
  const { json } = await bench.run(line);
  const paths = ["fox.png", "fox.2.png", "fox.3.png"].map((name) => join(bench.folder, name));
  const files = paths.map((file) => ({
    kind: "image",
    file,
    bytes: expect.any(Number),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  }));
  expect(json).toMatchObject({ file: paths[0], files });
  const id = String(json["job"]);
  expect((await bench.run("jobs")).json["jobs"]).toMatchObject([{ job: id, files }]);
  expect((await bench.run(["wait", id])).json).toMatchObject({ file: paths[0], files });
  expect((await bench.run(["jobs", "show", id])).json).toMatchObject({ files });
  expect((await bench.run("jobs", { isTty: true })).stdout).toContain("fox.png and 2 more");
  const seen = await bench.run([...line.slice(0, -1), "hare.png"], { isTty: true });
  expect(seen.stdout.match(/hare(\.\d)?\.png/g)).toEqual(["hare.png", "hare.2.png", "hare.3.png"]);
});

test("names a job and its file after the prompt, as creates of videos do", async () => {
  await bench.run(["call", "v1/images/generations", "--prompt", "A red fox"]);
  await bench.run(["call", "v1/images/generations", "--prompt", "狐"]);
  await bench.run("resume");
  expect((await bench.run("jobs")).json["jobs"]).toMatchObject([
    { name: "generate-images", file: expect.stringMatching(/generate-images-[0-9a-f]{12}\.png$/) },
    { name: "a-red-fox", file: expect.stringMatching(/a-red-fox-[0-9a-f]{12}\.png$/) },
  ]);
});

test("a dry run of an operation that costs nothing refuses what the command refuses", async () => {
  const add = ["call", "v1/multi-elements/add-selection", "--session_id", "s"];
  for (const mistake of [
    ["--frame_index", "-1", "--points", "[]"],
    ["--frame_index", "0", "--points", '[{"x":0.5,"y":1.5}]'],
  ]) {
    const dry = await bench.run([...add, ...mistake, "--dry-run"]);
    expect(dry.error).toMatchObject({ code: "invalid_request", may_have_charged: "no" });
    expect(dry.error).toEqual((await bench.run([...add, ...mistake])).error);
  }
  const sound = [...add, "--frame_index", "0", "--points", '[{"x":0.5,"y":0.5}]', "--dry-run"];
  expect((await bench.run(sound)).json).toMatchObject({ success: true, dry_run: true });
  expect(bench.requests).toEqual([]);
});
