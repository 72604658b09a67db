import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

async function createTask(line = ""): Promise<string> {
  const { json, stderr } = await bench.run([
    "video",
    "create-from-text",
    "a fox",
    ...line.split(" ").filter(Boolean),
  ]);
  expect(stderr).toBe("");
  return String(json["task_id"]);
}

test("shows a running task with exactly the documented keys, and exit 8", async () => {
  const id = await createTask("--external-id mine-1");
  const { stdout, exitCode } = await bench.run(`video status ${id} --type text2video`);
  expect(exitCode).toBe(8);
  expect(stdout).toBe(
    `{\n  "success": true,\n  "task_id": "${id}",\n  "status": "submitted",\n  "external_task_id": "mine-1"\n}\n`,
  );
});

test("shows a finished task without links", async () => {
  const id = await createTask();
  await bench.emulator.control.advance(HOUR_MS);
  const { json, stdout } = await bench.run(`video status ${id}`);
  expect(Object.keys(json)).toEqual([
    "success",
    "task_id",
    "status",
    "video_id",
    "duration",
    "external_task_id",
  ]);
  expect(json).toMatchObject({ status: "succeed" });
  expect(json["duration"]).toMatch(/^5(\.\d+)?$/);
  expect(stdout).not.toContain("http");
});

test("adds the links with --verbose, the watermarked one only where there is one", async () => {
  const plain = await createTask();
  const marked = await createTask("--watermark");
  await bench.emulator.control.advance(HOUR_MS);
  const first = await bench.run(`video status ${plain} -v`);
  const second = await bench.run(`video status ${marked} -v --type text2video`);
  expect(Object.keys(first.json).slice(3)).toEqual(["video_id", "duration", "video_url", "external_task_id"]);
  expect(Object.keys(second.json).slice(3)).toEqual([
    "video_id",
    "duration",
    "video_url",
    "watermark_url",
    "external_task_id",
  ]);
});

test("spells the status of a standard task like that of a legacy one", async () => {
  const id = await createTask("--model kling-3.0");
  await bench.emulator.control.advance(HOUR_MS);
  expect((await bench.run(`video status ${id}`)).json).toMatchObject({ status: "succeed" });
});

test("reports a task that risk control stopped as content_policy with the service's words", async () => {
  const id = await createTask();
  bench.emulator.control.setTask(id, { to: "fail" });
  const { exitCode, stdout, error } = await bench.run(`video status ${id}`);
  expect(exitCode).toBe(7);
  expect(stdout).toBe("");
  expect(error).toMatchObject({
    code: "content_policy",
    message: `The service could not make the video of task ${id}: Failure to pass the risk control system. Nothing was charged. Change the prompt or the media, then create it again.`,
  });
});

test("reports any other failed task as video_failed", async () => {
  const id = await createTask();
  bench.emulator.control.setTask(id, { to: "fail", message: "Image pixel is invalid" });
  const { exitCode, error } = await bench.run(`video status ${id}`);
  expect(exitCode).toBe(6);
  expect(error).toMatchObject({
    code: "video_failed",
    message: expect.stringMatching(
      new RegExp(
        `^The service could not make the video of task ${id}: Image pixel is invalid\\. Nothing was charged\\. Change the request, or send the same again: \`kling jobs retry j\\w+\`\\.$`,
      ),
    ),
    task_id: id,
    may_have_charged: "no",
  });
});

test("asks GET /tasks without a type, and create's own path when there is only a key pair", async () => {
  const pair = {
    KLING_API_KEY: undefined,
    KLING_ACCESS_KEY: "ak-0123456789",
    KLING_SECRET_KEY: "sk-0123456789",
  };
  await bench.run("video status 111111111111111111");
  await bench.run("video status 111111111111111111", { env: pair });
  expect(bench.requests[0]).toBe("GET /tasks");
  expect(bench.requests[1]).toBe("GET /v1/videos/omni-video/111111111111111111");
});

test("finds a task by its external id", async () => {
  const id = await createTask("--external-id mine-2");
  const { json } = await bench.run("video status mine-2 --external --type text2video");
  expect(json).toMatchObject({ task_id: id });
});

test("says task_not_found for an id that never existed", async () => {
  const { exitCode, error } = await bench.run("video status 111111111111111111 --type image2video");
  expect(exitCode).toBe(1);
  expect(error).toMatchObject({ code: "task_not_found", task_id: "111111111111111111" });
});

test("refuses an unknown type with the valid ones, before it asks for credentials", async () => {
  const { exitCode, error } = await bench.run("video status 1 --type txt", {
    env: { KLING_API_KEY: undefined },
  });
  expect(exitCode).toBe(2);
  expect(error["code"]).toBe("invalid_type");
  for (const type of "create text2video image2video extend add-sound motion-control avatar".split(" "))
    expect(error["message"]).toContain(type);
  expect(bench.requests).toEqual([]);
});

test.each([
  ["extend", "/v1/videos/video-extend"],
  ["add-sound", "/v1/audio/video-to-audio"],
  ["avatar", "/v1/videos/avatar/image2video"],
])("asks for tasks of --type %s on their own path", async (type, path) => {
  await bench.run(`video status 111111111111111111 --type ${type}`);
  expect(bench.requests[0]).toBe(`GET ${path}/111111111111111111`);
});

test("prints words for people on a terminal and JSON with --json", async () => {
  const id = await createTask();
  const people = await bench.run(`video status ${id}`, { isTty: true });
  const json = await bench.run(`video status ${id} --json`, { isTty: true });
  expect(people.stdout).toMatch(/submitted/);
  expect(people.stdout).not.toContain('"success"');
  expect(json.json).toMatchObject({ success: true });
});

test.each([
  ["HTML instead of JSON", new Response("<html>Not Found</html>", { status: 404 }), "response_error"],
  ["an empty answer", new Response(""), "response_error"],
  ["half an answer", new Response('{"code":0,"data":[{"id":"1'), "response_error"],
  [
    "a redirect",
    new Response("", { status: 302, headers: { location: "https://example.com" } }),
    "response_error",
  ],
  ["a business error on HTTP 200", Response.json({ code: 1103, message: "no" }), "permission_denied"],
])("answers %s with a coded error that keeps nothing back", async (_, answer, code) => {
  bench.intercept(async () => answer.clone());
  const { exitCode, stdout, error } = await bench.run("video status 111111111111111111");
  expect({ exitCode, stdout, code: error["code"] }).toEqual({ exitCode: 1, stdout: "", code });
});

test("takes an answer whatever its content type says", async () => {
  const id = await createTask();
  bench.intercept(async (request) => {
    const answer = await bench.emulator.fetch(request);
    return new Response(answer.body, { status: answer.status, headers: { "content-type": "text/plain" } });
  });
  expect((await bench.run(`video status ${id}`)).json).toMatchObject({ task_id: id });
});
