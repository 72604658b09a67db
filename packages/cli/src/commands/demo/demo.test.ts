import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../../run-command-line.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { makePng } from "../../testing/make-png.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** The demo brings its own emulator and clock; here it runs a thousand times as fast as the service. */
async function demo(words: readonly string[], isTty = false, signal?: AbortSignal) {
  let stdout = "";
  let stderr = "";
  const exitCode = await main({
    argv: ["demo", ...words, "--speed", "1000"],
    env: { HOME: bench.folder },
    io: {
      stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
      stdout: { isTty, columns: 100, write: (text) => (stdout += text) },
      stderr: { isTty, columns: 100, write: (text) => (stderr += text) },
    },
    cwd: bench.folder,
    ...(signal ? { signal } : {}),
  });
  return { exitCode, stdout, stderr };
}

test("makes the file that was asked for, from one create", async () => {
  const words = "--model kling-3.0 --duration 7 --ratio 9:16 --audio --out fox.mp4".split(" ");
  const { exitCode, stdout } = await demo(["a fox in the snow", ...words]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    success: true,
    emulated: true,
    file: join(bench.folder, "fox.mp4"),
    route: "text-to-video:kling-3.0",
    requested: { container: "mp4", resolution: "720p", aspect_ratio: "9:16", seconds: 7, audio: true },
    measured: { container: "mp4", width: 720, height: 1280, seconds: 7, audio: true },
    journal: { creates: 1, billed: 1, delivered: 1 },
  });
});

test("needs neither key nor prompt, and takes a free name made of safe characters", async () => {
  await demo(["../../etc/passwd"]);
  await demo(["../../etc/passwd"]);
  const videos = (await bench.files()).filter((name) => name.endsWith(".mp4"));
  expect(videos).toEqual([join("out", "etc-passwd-2.mp4"), join("out", "etc-passwd.mp4")]);
});

test("proposes no command for an emulator that ends with the demo", async () => {
  await writeFile(join(bench.folder, "file"), "x");
  const { exitCode, stderr } = await demo(["a fox", "--out", "file/fox.mp4"]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(/fox\.mp4 failed \(E(NOTDIR|EXIST): /);
  expect(stderr).not.toContain("kling video");
});

test("starts from an image", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(400, 300));
  const { stdout } = await demo(["the fox looks up", "--image", "fox.png"]);
  expect(JSON.parse(stdout)).toMatchObject({
    route: "v1/image2video:kling-v3",
    payload: { image: { sha256: expect.any(String) } },
  });
});

test("does not overwrite a file unless told to", async () => {
  await writeFile(join(bench.folder, "fox.mp4"), "mine");
  const { exitCode, stderr } = await demo(["--out", "fox.mp4"]);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "file_exists" } });
  expect((await demo(["--out", "fox.mp4", "--force"])).exitCode).toBe(0);
});

test("says on a terminal that the service is emulated, and shows plan, path and measurements", async () => {
  const { stdout } = await demo([], true);
  expect(stdout).toContain("The service is emulated");
  expect(stdout).toContain("v1/text2video:kling-v3");
  expect(stdout).toMatch(/3 units \(US\$ 0\.42/);
  expect(stdout).toContain(join(bench.folder, "out"));
  expect(stdout).toMatch(/1280 × 720/);
});

test("refuses what no model can do before anything starts", async () => {
  const { exitCode, stderr } = await demo(["--duration", "99"]);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "invalid_duration" } });
});

test.each(["kling", "higgsfield"])("Ctrl-C ends it with 130 and leaves no file (%s)", async (service) => {
  const interrupt = new AbortController();
  const words = ["--service", service, "--out", "fox.mp4", "--speed", "1"];
  const running = demo(words, false, interrupt.signal);
  interrupt.abort();
  const { exitCode, stderr } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toContain("nothing was spent");
  expect(await bench.files()).toEqual([]);
});

test("makes a file by the API of the other service", async () => {
  const { stdout, exitCode } = await demo(["a fox", "--service", "higgsfield", "--out", "fox.mp4"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    success: true,
    emulated: true,
    route: "kling-video/v3.0/std/text-to-video",
    requested: { resolution: "720p", aspect_ratio: "16:9", seconds: 5, audio: false },
    measured: { width: 1280, height: 720, audio: false },
    journal: { creates: 1, billed: 1, delivered: 1 },
  });
});
