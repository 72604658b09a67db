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
