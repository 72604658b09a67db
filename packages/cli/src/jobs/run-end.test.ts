import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(
    join(bench.folder, "b.yaml"),
    "requests: [{ name: fox, prompt: a fox, model: kling-v3, output: clips/a fox.mp4 }]",
  );
});
afterEach(() => bench.close());

const GHOSTTY = { TERM: "xterm-ghostty" };
const CLEAR = "\u001b]9;4;0;0\u001b\\";
const readable = (text: string) => text.replaceAll("\u001b", "ESC").replaceAll("\u0007", "BEL");
const linkTo = (path: string, text: string) =>
  `\u001b]8;;${pathToFileURL(path).href}\u001b\\${text}\u001b]8;;\u001b\\`;

test("a run links its files, shows progress in the taskbar, clears it, and notifies of its end", async () => {
  const { stdout } = await bench.run("run b.yaml", { isTty: true, env: GHOSTTY });
  const file = join(bench.folder, "clips", "a fox.mp4");
  expect(stdout).toContain(linkTo(file, "a fox.mp4"));
  expect(stdout).toContain(linkTo(join(bench.folder, "clips"), "./clips/"));
  expect(readable(stdout)).toMatch(/ESC\]9;4;1;[1-9]\d?ESC/);
  expect(stdout.lastIndexOf(CLEAR)).toBeGreaterThan(stdout.lastIndexOf("\u001b]9;4;1;"));
  expect(stdout.endsWith("\u001b]9;kling run: 1 of 1 video done\u001b\\")).toBe(true);
  const jobs = await bench.run("jobs", { isTty: true, env: GHOSTTY });
  expect(jobs.stdout).toContain(linkTo(file, "clips/a fox.mp4"));
});

test.each([
  [false, "run b.yaml", GHOSTTY],
  [true, "run b.yaml --json", GHOSTTY],
  [true, "run b.yaml", { TERM: "dumb", WT_SESSION: "1", FORCE_HYPERLINK: "1" }],
])("no order to a terminal (%s) is written by %s with %j", async (isTty, line, env) => {
  const { stdout, stderr } = await bench.run(line, { isTty, env });
  expect(readable(stdout + stderr)).not.toMatch(/ESC\]|BEL/);
});

test("a run that is interrupted clears the taskbar and notifies no one", async () => {
  const interrupt = new AbortController();
  bench.intercept(async ({ method }) => {
    if (method === "GET") interrupt.abort();
    return undefined;
  });
  const { exitCode, stdout } = await bench.run("run b.yaml", {
    isTty: true,
    env: { ...GHOSTTY, KLING_NOTIFY: "always" },
    signal: interrupt.signal,
  });
  expect(exitCode).toBe(130);
  expect(stdout.lastIndexOf(CLEAR)).toBeGreaterThan(stdout.lastIndexOf("\u001b]9;4;1;"));
  expect(stdout).not.toContain("\u001b]9;kling run");
});

test("the setting of the file holds, a variable goes before it, and a wrong one sends nothing", async () => {
  await bench.run("config set notify off");
  expect((await bench.run("run b.yaml", { isTty: true, env: GHOSTTY })).stdout).not.toContain(
    "\u001b]9;kling",
  );
  const always = await bench.run("run b.yaml", { isTty: true, env: { ...GHOSTTY, KLING_NOTIFY: "always" } });
  expect(always.stdout).toContain("\u001b]9;kling run: 1 of 1 video done\u001b\\");
  const sent = bench.requests.length;
  const wrong = await bench.run("run b.yaml", { env: { KLING_NOTIFY: "loud" } });
  expect(wrong).toMatchObject({ exitCode: 2, error: { code: "invalid_notify" } });
  expect(await bench.run("config set notify loud")).toMatchObject({ error: { code: "invalid_notify" } });
  expect(bench.requests).toHaveLength(sent);
});

test.skipIf(process.platform === "win32")("--open opens the folder of the files", async () => {
  const opened = join(bench.folder, "opened");
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  await writeFile(join(bench.folder, opener), `#!/bin/sh\nprintf %s "$1" > ${opened}\n`);
  await chmod(join(bench.folder, opener), 0o755);
  const env = { PATH: `${bench.folder}:/usr/bin:/bin`, DISPLAY: ":0" };
  expect(await bench.run("run b.yaml --open", { env })).toMatchObject({ exitCode: 0 });
  await expect.poll(() => readFile(opened, "utf8").catch(() => "")).toBe(join(bench.folder, "clips"));
});

test("a missing opener is named, and no failure of the run", async () => {
  const env = { PATH: bench.folder, TERM: "xterm", DISPLAY: ":0" };
  const { exitCode, stderr } = await bench.run("run b.yaml --open", { isTty: true, env });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/clips was not opened, because .* is not installed/);
});

test("the last line of JSON says whether the folder was opened, as that of kling report does", async () => {
  const none = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined };
  const { exitCode, stdout } = await bench.run("run b.yaml --open", { env: none });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    event: "summary",
    opened: false,
    not_opened: expect.stringContaining("this session has no display"),
  });
});

/** Stops the run when the service has two tasks and none has ended. */
function interruptWithTwoTasks(): AbortSignal {
  const interrupt = new AbortController();
  bench.intercept(async ({ method }) => {
    const creates = bench.requests.filter((request) => request.startsWith("POST /v1/videos"));
    if (method === "GET" && creates.length === 2) interrupt.abort();
    return undefined;
  });
  return interrupt.signal;
}

const THREE = `requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: owl, prompt: an owl, model: kling-v3 }
  - { name: elk, prompt: an elk, model: kling-v3 }`;

test.each([
  [
    "the service",
    { KLING_BASE_URL: "http://192.0.2.1:9" },
    /^ {2}charged {3}nothing yet\n {2}reserved {2}about 6 units \(US\$ 0\.84\)/m,
  ],
  [
    "an emulator",
    {},
    /^ {2}cost {6}No charge \(emulator\)\.\n {2}reserved {2}about 6 units \(US\$ 0\.84\), until/m,
  ],
])("what is interrupted at %s says what runs, what was paid, and how to resume", async (_, env, cost) => {
  await writeFile(join(bench.folder, "b.yaml"), THREE);
  const { stdout, stderr } = await bench.run("run b.yaml --approve --quota 2", {
    isTty: true,
    env: { NO_COLOR: "1", ...env },
    signal: interruptWithTwoTasks(),
  });
  const end = stdout.slice(stdout.lastIndexOf("0 of 3 videos"));
  expect(end).toMatch(/^ {2}running {2,}2 at the service/m);
  expect(end).toMatch(/^ {2}waiting {2,}1, not sent$/m);
  expect(end).toMatch(cost);
  expect(end).not.toMatch(/\b0 units/);
  expect(stderr).toContain("Nothing is lost");
  expect(stderr).toContain("kling resume");
});

test("a run that has ended names its files, its cost and the command for its report", async () => {
  const { stdout } = await bench.run("run b.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  const end = stdout.slice(stdout.lastIndexOf("1 of 1 video on disk"));
  expect(end).toMatch(
    /^ {2}files {3}\.\/clips\/\n {2}cost {4}No charge \(emulator\)\. At list price: 3 units \(US\$ 0\.42\)\n {2}report {2}kling report \S+$/m,
  );
  const command = /kling (report \S+)/.exec(end)?.[1] ?? "";
  expect(await bench.run(command)).toMatchObject({ exitCode: 0, json: { jobs: 1, files: 1 } });
});

test.each([
  ["a pipe", { isTty: false }],
  ["a dumb terminal", { isTty: true, env: { TERM: "dumb" } }],
  ["a build server with a terminal", { isTty: true, env: { CI: "true", NO_COLOR: "1" } }],
])("%s gets lines, each once, without a control character", async (_, options) => {
  for (const line of ["run b.yaml", "video create fox --wait", "wait --help"]) {
    const { stdout, stderr } = await bench.run(line, options);
    expect(readable(stdout + stderr)).not.toMatch(/ESC|BEL|\r/);
  }
  const { stdout } = await bench.run("run b.yaml --again", options);
  const events = stdout
    .split("\n")
    .filter((line) => /^(running|done) fox$|"state":"(running|collected)"/.test(line));
  expect(events.length).toBeGreaterThan(1);
  expect(new Set(events).size).toBe(events.length);
});
