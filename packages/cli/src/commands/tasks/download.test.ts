import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

async function finishedTask(): Promise<string> {
  const { json } = await bench.run(["video", "create-from-text", "a fox"]);
  await bench.emulator.control.advance(HOUR_MS);
  return String(json["task_id"]);
}

test("writes the file with its folders and prints the documented keys first", async () => {
  const id = await finishedTask();
  const { json, exitCode, stderr } = await bench.run(
    `video download ${id} --type text2video -o deep/er/fox.mp4`,
  );
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  const file = join(bench.folder, "deep/er/fox.mp4");
  expect(Object.entries(json).slice(0, 3)).toEqual([
    ["success", true],
    ["task_id", id],
    ["file", file],
  ]);
  expect((await readFile(file)).subarray(4, 8).toString()).toBe("ftyp");
  expect(json["bytes"]).toBe((await stat(file)).size);
});

test("a second download leaves the file as it is, and another file of the name is kept unless --force is given", async () => {
  const first = await finishedTask();
  const second = await finishedTask();
  const line = (id: string) => `video download ${id} -o fox.mp4`;
  const saved = await bench.run(line(first));
  expect(saved.json).not.toHaveProperty("already_existed");
  const again = await bench.run(line(first));
  expect(again).toMatchObject({ exitCode: 0, json: { ...saved.json, already_existed: true } });
  await writeFile(join(bench.folder, "fox.mp4"), "mine");
  const refused = await bench.run(line(second));
  expect(refused).toMatchObject({
    exitCode: 2,
    error: {
      code: "file_exists",
      task_id: second,
      message: `--output: ${join(bench.folder, "fox.mp4")} exists already and is another file. It was not changed, and nothing was bought. Choose another name, or replace it with --force.`,
    },
  });
  expect(refused.error).not.toHaveProperty("resume");
  expect(await readFile(join(bench.folder, "fox.mp4"), "utf8")).toBe("mine");
  expect(await bench.run(`${line(second)} --force`)).toMatchObject({ exitCode: 0 });
  expect((await stat(join(bench.folder, "fox.mp4"))).size).toBeGreaterThan(1000);
});

test("leaves nothing under the final name while a task is running", async () => {
  const { json } = await bench.run(["video", "create-from-text", "a fox"]);
  const { exitCode, error } = await bench.run(`video download ${String(json["task_id"])} -o fox.mp4`);
  expect(exitCode).toBe(8);
  expect(error).toMatchObject({
    code: "still_pending",
    resume: expect.stringContaining("kling video status"),
  });
  expect((await bench.files()).filter((file) => file.includes("fox.mp4"))).toEqual([]);
});

test.each([
  ["no output", "video download 1", "missing_output"],
  ["a wrong extension", "video download 1 -o fox.mp3", "invalid_format"],
  ["a sound file of a video", "video download 1 --format mp3 -o fox.mp3", "invalid_format"],
  ["an unknown format", "video download 1 --format gif -o fox.gif", "invalid_format"],
  ["no id", "video download -o fox.mp4", "missing_task_id"],
])("refuses %s before any request", async (_, line, code) => {
  const { exitCode, error } = await bench.run(line, { env: { KLING_API_KEY: undefined } });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test("says response_error when a succeeded task has no link", async () => {
  const id = await finishedTask();
  bench.intercept(async ({ url }) =>
    url.includes("/tasks")
      ? Response.json({
          code: 0,
          message: "SUCCEED",
          data: [{ id, status: "succeeded", outputs: [] }],
        })
      : undefined,
  );
  const { exitCode, error } = await bench.run(`video download ${id} -o fox.mp4`);
  expect(exitCode).toBe(1);
  expect(error).toMatchObject({ code: "response_error", task_id: id });
});

test("says so when there is no watermarked version", async () => {
  const id = await finishedTask();
  const { error } = await bench.run(`video download ${id} --watermark -o fox.mp4`);
  expect(error["message"]).toContain("--watermark");
});

test("refuses a link to this machine that is not the emulator's", async () => {
  const id = await finishedTask();
  const outputs = [{ type: "video", url: "http://127.0.0.1:22/secret.mp4" }];
  bench.intercept(async ({ url }) =>
    url.includes("/tasks")
      ? Response.json({
          code: 0,
          message: "SUCCEED",
          data: [{ id, status: "succeeded", create_time: 1, outputs }],
        })
      : undefined,
  );
  const { exitCode, error } = await bench.run(`video download ${id} -o fox.mp4`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "download_error" });
  expect(bench.requests.filter((request) => request.includes("secret"))).toEqual([]);
});

test("says write_error when the file cannot be written, and keeps what stands there", async () => {
  const id = await finishedTask();
  await mkdir(join(bench.folder, "fox.mp4"));
  const { exitCode, error } = await bench.run(`video download ${id} -o fox.mp4`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "write_error" });
  expect((await stat(join(bench.folder, "fox.mp4"))).isDirectory()).toBe(true);
});

test("Ctrl-C while downloading exits 130, keeps the task id, and leaves no file under the final name", async () => {
  const id = await finishedTask();
  const interrupt = new AbortController();
  bench.intercept(async ({ url }) => {
    if (!url.includes("/tasks")) interrupt.abort();
    return undefined;
  });
  const { exitCode, error } = await bench.run(`video download ${id} -o fox.mp4`, {
    signal: interrupt.signal,
  });
  expect(exitCode).toBe(130);
  expect(error).toMatchObject({
    code: "interrupted",
    task_id: id,
    resume: `kling video download ${id} -o fox.mp4`,
    may_have_charged: "yes",
  });
  expect(await bench.files()).not.toContain("fox.mp4");
});

test("proposes the same download again after a failure, with its flags", async () => {
  const id = await finishedTask();
  const sound = { type: "audio", id: "a", mp3_url: "http://127.0.0.1:22/a.mp3" };
  bench.intercept(async ({ url }) =>
    url.includes("/tasks")
      ? Response.json({ code: 0, message: "SUCCEED", data: [{ id, status: "succeeded", outputs: [sound] }] })
      : undefined,
  );
  const line = `video download ${id} --type add-sound --format mp3 --allow-host files.example -o fox.mp3`;
  const { error } = await bench.run(line);
  expect(error).toMatchObject({ code: "download_error", resume: `kling ${line}` });
});

test("says that a video without sound files has none", async () => {
  const id = await finishedTask();
  const { exitCode, error } = await bench.run(
    `video download ${id} --type add-sound --format mp3 -o fox.mp3`,
  );
  expect(exitCode).toBe(1);
  expect(error["message"]).toBe(
    `Task ${id} succeeded, but this task has no audio files. Only add-sound tasks have them; download the video without --format.`,
  );
});

test("warns of a file that arrives damaged twice alike", async () => {
  const id = await finishedTask();
  bench.emulator.control.setFaults([{ action: { type: "wrong-length", deltaBytes: -500 } }]);
  const { json, exitCode } = await bench.run(`video download ${id} -o fox.mp4`);
  expect({ exitCode, warning: json["warning"] }).toEqual({
    exitCode: 0,
    warning: expect.stringContaining("cut off or damaged"),
  });
});

test("an element has no file: its download names the ID that requests take", async () => {
  const body = {
    element_name: "Mia",
    element_description: "a girl",
    reference_type: "image_refer",
    element_image_list: {
      frontal_image: "https://example.com/a.png",
      refer_images: [{ image_url: "https://example.com/b.png" }],
    },
  };
  await writeFile(join(bench.folder, "b.json"), JSON.stringify(body));
  const { json } = await bench.run("element create --body b.json --wait");
  const { exitCode, error } = await bench.run(`element download ${json["task_id"]} -o mia`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "not_possible" });
  expect(error["message"]).toMatch(/made element \d+ \(Mia\), and an element has no file to download\./);
});
