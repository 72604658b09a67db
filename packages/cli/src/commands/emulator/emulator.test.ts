import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../../run-command-line.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("starts on a free port, tells how to reach it, and stops with 0 on Ctrl-C", async () => {
  const stop = new AbortController();
  const printed = Promise.withResolvers<string>();
  const running = main({
    argv: ["emulator", "--port", "0", "--seed", "test"],
    env: { HOME: bench.folder },
    io: {
      stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
      stdout: { isTty: false, write: printed.resolve },
      stderr: { isTty: false, write: (text) => printed.reject(new Error(text)) },
    },
    cwd: bench.folder,
    signal: stop.signal,
  });
  const { base_url: baseUrl, environment } = JSON.parse(await printed.promise);
  expect(environment).toEqual({
    KLING_BASE_URL: baseUrl,
    KLING_API_KEY: "api-key-kling-emulator",
    HIGGSFIELD_BASE_URL: baseUrl,
    HF_CREDENTIALS: "emulator:emulator",
  });
  const info = await fetch(`${baseUrl}/_emulator/info`);
  expect(await info.json()).toMatchObject({ seed: "test", baseUrl });
  stop.abort();
  expect(await running).toBe(0);
  await expect(fetch(`${baseUrl}/_emulator/info`)).rejects.toThrow();
});

/** Starts it, runs `use`, and stops it; tells what was written. */
async function withEmulator(
  flags: readonly string[],
  isTty: boolean,
  use: (url: string, printed: Readonly<Record<string, unknown>>) => Promise<void>,
) {
  const stop = new AbortController();
  const started = Promise.withResolvers<string>();
  let stderr = "";
  const running = main({
    argv: ["emulator", "--port", "0", ...flags],
    env: { HOME: bench.folder },
    io: {
      stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
      stdout: { isTty, write: started.resolve },
      stderr: { isTty, write: (text) => (stderr += text) },
    },
    cwd: bench.folder,
    signal: stop.signal,
  });
  const text = await started.promise;
  await use(/http:\/\/[\d.:]+/.exec(text)?.[0] ?? "", isTty ? {} : JSON.parse(text));
  stop.abort();
  await running;
  return stderr;
}

test.each([
  ["prints a line per request on a terminal", [], true, true],
  ["prints none with --quiet", ["--quiet"], true, false],
  ["prints none for a program", [], false, false],
] as const)("%s", async (_, flags, isTty, isTold) => {
  const stderr = await withEmulator(flags, isTty, async (url) => {
    await (await fetch(`${url}/tasks?task_ids=1`)).text();
    await (await fetch(`${url}/nothing`, { method: "POST", body: "{}" })).text();
  });
  const lines = stderr.split("\n").filter((line) => line !== "");
  expect(lines).toHaveLength(isTold ? 2 : 0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are between the words
  const words = lines.map((line) => line.replaceAll(/\x1b\[\d+m/g, ""));
  if (isTold)
    expect(words).toEqual([
      expect.stringMatching(/^[\d:]{8} GET {3}\/tasks\?task_ids=1 401 \d+ ms$/),
      expect.stringMatching(/^[\d:]{8} POST {2}\/nothing 404 \d+ ms$/),
    ]);
});

test.each([
  ["kling", ["KLING_BASE_URL", "KLING_API_KEY"], [401, 404]],
  ["higgsfield", ["HIGGSFIELD_BASE_URL", "HF_CREDENTIALS"], [401, 401]],
])("plays %s alone where it is asked to", async (service, names, statuses) => {
  const found: number[] = [];
  await withEmulator(["--service", service], false, async (url, { environment }) => {
    expect(Object.keys(Object(environment))).toEqual(names);
    for (const path of ["/tasks", "/models"]) found.push((await fetch(`${url}${path}`)).status);
  });
  expect(found).toEqual(statuses);
});

test("asks for the admin token that was set, and greets without one", async () => {
  const statuses: number[] = [];
  await withEmulator(["--admin-token", "t0ken"], false, async (url) => {
    for (const [path, init] of [
      ["/info", {}],
      ["/now", {}],
      ["/now", { headers: { authorization: "Bearer t0ken" } }],
    ] as const)
      statuses.push((await fetch(`${url}/_emulator${path}`, init)).status);
  });
  expect(statuses).toEqual([200, 401, 200]);
});

test("makes an admin token where a public address leads to it, because a tunnel can look like this machine", async () => {
  const statuses: number[] = [];
  await withEmulator(["--public-url", "https://kling.example"], false, async (url, printed) => {
    const token = String(printed["admin_token"]);
    for (const authorization of ["Bearer wrong", `Bearer ${token}`])
      statuses.push((await fetch(`${url}/_emulator/now`, { headers: { authorization } })).status);
  });
  await withEmulator(["--public-url", "http://localhost:8787"], false, async (url, printed) => {
    expect(printed).not.toHaveProperty("admin_token");
    statuses.push((await fetch(`${url}/_emulator/now`)).status);
  });
  expect(statuses).toEqual([401, 200, 200]);
});

test.each([
  ["--port 70000", "usage_error"],
  ["--speed fast", "usage_error"],
  ["--service veo", "usage_error"],
  ["--concurrency 0", "usage_error"],
  ["--public-url nowhere", "usage_error"],
  ["--faults nothing.json", "faults_error"],
  ["--faults broken.json", "faults_error"],
])("refuses %s as %s before it starts", async (flags, code) => {
  await writeFile(join(bench.folder, "broken.json"), '[{"action":{"type":"meteor"}}]');
  const { exitCode, error } = await bench.run(`emulator ${flags}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
});

test("names the state of an earlier version that it cannot read", async () => {
  await writeFile(join(bench.folder, "log.ndjson"), "{}");
  const { exitCode, error } = await bench.run("emulator --port 0 --data .");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "usage_error" });
  expect(error["message"]).toMatch(/^--data: .*earlier version \(log\.ndjson\)/);
});

test("says that the folder for its tasks cannot be written", async () => {
  await writeFile(join(bench.folder, "notes.txt"), "to do");
  const { exitCode, error } = await bench.run("emulator --port 0 --data notes.txt");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "write_error" });
  expect(error["message"]).toMatch(/^--data: .*notes.txt.*Name a folder/);
});
