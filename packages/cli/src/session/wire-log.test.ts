import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench } from "../testing/kling-bench.ts";

const PROMPT = "a very secret fox in the snow";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const entriesOf = (stderr: string): readonly Record<string, unknown>[] =>
  stderr
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

test("shows each exchange without key, prompt and links, from a create to its file", async () => {
  const { exitCode, stderr } = await bench.run([
    ...["video", "create-from-text", PROMPT],
    ...["-o", "fox.mp4", "--debug"],
  ]);
  expect(exitCode).toBe(0);
  const entries = entriesOf(stderr);
  expect(entries.find(({ method }) => method === "POST")).toMatchObject({
    debug: "request",
    url: "http://127.0.0.1:9/v1/videos/text2video",
    status: 200,
    ms: expect.any(Number),
    sent_bytes: expect.any(Number),
    received_bytes: expect.any(Number),
    request_id: expect.any(String),
    sent: { prompt: `<${PROMPT.length} characters>` },
    received: { code: 0, data: { task_status: "submitted" } },
  });
  expect(entries.find(({ debug }) => debug === "download")).toMatchObject({
    debug: "download",
    method: "GET",
    received_bytes: expect.any(Number),
  });
  for (const secret of [API_KEY, PROMPT, "Bearer", "sign="]) expect(stderr).not.toContain(secret);
});

test("shows reads with their query, and why a request failed", async () => {
  const { stderr } = await bench.run("video status 867283741759111202 --debug");
  expect(stderr).toContain("/tasks?task_ids=867283741759111202");
  bench.intercept(async () => {
    throw new TypeError("fetch failed", { cause: new Error(`connect ECONNREFUSED with ${API_KEY}`) });
  });
  const failed = await bench.run("video status 1", { env: { KLING_DEBUG: "1" } });
  expect(failed.stderr).toContain("ECONNREFUSED");
  expect(failed.stderr).not.toContain(API_KEY);
});

test("hides a key that a service echoes, whatever its form", async () => {
  const key = "sk0123456789abcdef";
  bench.intercept(async () => {
    const body = JSON.stringify({ code: 1002, message: `no ${key}`, request_id: key });
    return new Response(body, { status: 401, headers: { "content-length": String(body.length) } });
  });
  const { stderr } = await bench.run("video status 1 --debug", { env: { KLING_API_KEY: key } });
  expect(stderr).toContain('"status":401');
  expect(stderr).not.toContain(key);
});

test("uses words on a terminal, and is silent without the flag", async () => {
  const { stderr } = await bench.run("account costs --debug", { isTty: true });
  // Lines wrap at words.
  expect(stderr.replaceAll(/\s+/g, " ")).toMatch(
    /debug.* GET http:\/\/127\.0\.0\.1:9\/.* 200 .*received \d+ bytes, request /,
  );
  expect((await bench.run("account costs")).stderr).toBe("");
});

test("appends each exchange to a file that only its owner reads, without key, prompt and links", async () => {
  const file = join(bench.folder, "kling.log");
  const line = ["video", "create-from-text", PROMPT, "-o", "fox.mp4", "--log-file", "kling.log"];
  expect((await bench.run(line)).stderr).toBe("");
  await bench.run("account costs", { env: { KLING_LOG_FILE: file } });
  const text = await readFile(file, "utf8");
  const entries = entriesOf(text);
  expect(entries.find(({ method }) => method === "POST")).toMatchObject({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    command: "video",
    kind: "request",
    status: 200,
    request_id: expect.any(String),
  });
  expect(entries.find(({ kind }) => kind === "download")).toBeDefined();
  expect(entries.at(-1)).toMatchObject({ command: "account", method: "GET" });
  for (const secret of [API_KEY, PROMPT, "Bearer", "sign="]) expect(text).not.toContain(secret);
  if (process.platform !== "win32") expect((await stat(file)).mode & 0o077).toBe(0);
});

test("sends nothing where the log cannot be written", async () => {
  const { exitCode, error } = await bench.run([
    ...["video", "create-from-text", PROMPT],
    ...["--log-file", "no/such/folder/kling.log"],
  ]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "write_error" });
  expect(bench.requests).toEqual([]);
});

test("takes a prompt that is spelt like the flag for a prompt", async () => {
  const { stderr } = await bench.run(["video", "create-from-text", "--", "--debug"]);
  expect(stderr).toBe("");
});
