import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { OPERATION_COMMANDS } from "./operation-commands.gen.ts";

const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

async function finishedImages(count: number): Promise<string> {
  const { json } = await bench.run(["image", "create", "a fox", "--n", String(count)]);
  await bench.emulator.control.advance(HOUR_MS);
  return String(json["task_id"]);
}

test("plans an operation by its command: bare words, dashes for underscores, --model", async () => {
  const { json } = await bench.run([
    ...["image", "create", "--aspect-ratio=1:1", "a fox", "--n", "2"],
    ...["--model", "kling-v3", "--dry-run"],
  ]);
  expect(json).toMatchObject({
    route: "v1/images/generations",
    payload: { prompt: "a fox", n: 2, aspect_ratio: "1:1", model_name: "kling-v3" },
  });
});

test.each([
  [["image", "create", "a fox", "in snow"], "usage_error"],
  [["image", "create", "a fox", "--promt", "x"], "unknown_field"],
  [["image", "create", "--n"], "invalid_field"],
  [["tts", "hello", "--voice-id", "nobody", "--voice-language", "en", "--output"], "usage_error"],
])("refuses %j with %s before any request", async (words, code) => {
  const { exitCode, error } = await bench.run(words);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test("shows the fields in the help, spelt as its flags", async () => {
  const { stdout } = await bench.run("image create --help", { isTty: true });
  expect(stdout).toContain("--negative-prompt");
  const { json } = await bench.run("tts --help --json");
  expect(json).toMatchObject({ command: "kling tts" });
});

test("reads, lists and fetches all images of a task", async () => {
  const id = await finishedImages(2);
  const { json: status } = await bench.run(`image status ${id} -v`);
  expect(status).toMatchObject({ result_count: 2, results: [{ kind: "image" }, { kind: "image" }] });
  const { json: list } = await bench.run("image list");
  expect(list).toMatchObject({ count: 1, tasks: [{ task_id: id, type: "image-create", prompt: "a fox" }] });
  const { json } = await bench.run(`image download ${id} --all -o foxes`);
  expect(json["files"]).toMatchObject([
    { file: join(bench.folder, "foxes/0.png") },
    { file: join(bench.folder, "foxes/1.png") },
  ]);
  const bytes = await readFile(join(bench.folder, "foxes/1.png"));
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
});

test.each(["image status", "image wait", "wait --type image-create", "image download -o foxes --all"])(
  "`kling %s` reports a failed image as image_failed",
  async (command) => {
    const { json } = await bench.run("image create fox --approve");
    const id = String(json["task_id"]);
    bench.emulator.control.setTask(id, { to: "fail", message: "Image pixel is invalid" });
    const { exitCode, error } = await bench.run(`${command} ${id}`);
    expect({ exitCode, error }).toMatchObject({
      exitCode: 6,
      error: {
        code: "image_failed",
        message: expect.stringContaining(
          `could not make the image of task ${id}: Image pixel is invalid. Nothing`,
        ),
        task_id: id,
      },
    });
  },
);

test.each([
  ["--index 2 -o fox", "invalid_index"],
  ["--index x -o fox", "invalid_index"],
  ["--all --index 1 -o fox", "conflicting_input"],
  ["", "missing_output"],
])("refuses to download with `%s`: %s", async (flags, code) => {
  const id = await finishedImages(1);
  const { exitCode, error } = await bench.run(`image download ${id} ${flags}`.trim());
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
});

test("asks a key pair's images on the path of their own product", async () => {
  const pair = {
    KLING_API_KEY: undefined,
    KLING_ACCESS_KEY: "ak-0123456789",
    KLING_SECRET_KEY: "sk-0123456789",
  };
  await bench.run("image status 111111111111111111", { env: pair });
  expect(bench.requests[0]).toBe("GET /v1/images/generations/111111111111111111");
});

test.each(OPERATION_COMMANDS.map(({ words }) => [words.join(" ")]))("knows `kling %s`", async (line) => {
  const { json, exitCode } = await bench.run(`${line} --help --json`);
  expect({ exitCode, command: json["command"] }).toEqual({ exitCode: 0, command: `kling ${line}` });
});
