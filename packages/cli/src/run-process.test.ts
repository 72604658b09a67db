import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@klingkit/emulator";
import { type BundledProgram, bundleProgram } from "@klingkit/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { API_KEY } from "./testing/kling-bench.ts";

const SOURCE = fileURLToPath(new URL("../bin/run-source.js", import.meta.url));
let emulator: Awaited<ReturnType<typeof startEmulator>>;
let folder: string;
let kling: BundledProgram;

beforeAll(async () => {
  kling = await bundleProgram(SOURCE);
});
afterAll(() => kling[Symbol.asyncDispose]());

beforeEach(async () => {
  emulator = await startEmulator();
  folder = await mkdtemp(join(tmpdir(), "kling-process-"));
});
afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

async function restart(options: Parameters<typeof startEmulator>[0]) {
  await emulator.close();
  return startEmulator(options);
}

/** Starts `kling` as a process of its own, from source. */
function start(
  line: readonly string[],
  stdout: "pipe" | number,
  stdin: "pipe" | "ignore" = "ignore",
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const { baseUrl } = emulator;
  const env = {
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: kling.compileCache,
    HOME: folder,
    KLING_API_KEY: API_KEY,
    KLING_BASE_URL: baseUrl,
    ...more,
  };
  return spawn(process.execPath, [kling.path, ...line], {
    env,
    cwd: folder,
    stdio: [stdin, stdout, "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<{ readonly code: unknown; readonly stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (part: Buffer) => {
    stderr += part.toString();
  });
  const [code]: readonly unknown[] = await once(child, "close");
  return { code, stderr };
}

const CREATE = ["video", "create-from-text", "a fox"];

test("prints the id of a bought task on standard error when the reader of standard output is gone", async () => {
  const child = start(CREATE, "pipe");
  child.stdout?.destroy();
  const { code, stderr } = await ended(child);
  expect(code).toBe(1);
  expect(stderr).toContain(emulator.control.tasks()[0]?.id);
});

test("calls a reader of a list that closes early no failure", async () => {
  const child = start(["models"], "pipe");
  child.stdout?.destroy();
  expect(await ended(child)).toEqual({ code: 0, stderr: "" });
});

test.each([
  [["run", "batch.yaml"], "kling resume"],
  [["worker"], "another worker"],
])("kling %j stops in order, and fails, when the reader of its lines has gone", async (line, next) => {
  await writeFile(join(folder, "batch.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
  await ended(start(["run", "batch.yaml", "--detach"], "pipe"));
  const child = start(line, "pipe");
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { code, stderr } = await ended(child);
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: "write_error", message: expect.stringMatching(`^Standard output was closed.*${next}`) },
  });
  const resumed = start(["jobs"], "pipe");
  resumed.stdout?.destroy();
  expect(await ended(resumed)).toEqual({ code: 0, stderr: "" });
});

test("refuses a chain whose last frame nothing here can decode, before anything is paid", async () => {
  await writeFile(
    join(folder, "batch.yaml"),
    "requests:\n  - {name: a, prompt: a fox}\n  - {name: b, prompt: a hare, firstFrame: {lastFrameOf: a}}\n",
  );
  const missing = { KLING_FFMPEG: join(folder, "no-ffmpeg") };
  const { code, stderr } = await ended(start(["plan", "batch.yaml"], "pipe", "ignore", missing));
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({
    error: {
      code: "frame_decoder_unusable",
      message: expect.stringMatching(/^[^:]+:3:\d+, .*no-ffmpeg cannot be run: [^.]+\. Nothing was sent\.$/),
    },
  });
});

test.skipIf(process.platform !== "linux")("fails when standard output is full", async () => {
  const full = await open("/dev/full", "w");
  const { code, stderr } = await ended(start(CREATE, full.fd));
  await full.close();
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({
    success: false,
    error: { code: "write_error", lost_output: expect.stringContaining("task_id") },
  });
});

test("refuses standard input that is not UTF-8 instead of buying other words", async () => {
  const child = start(["plan", "-"], "pipe", "pipe");
  child.stdin?.end(Buffer.from("requests: [{ prompt: ein Bär, model: kling-v3 }]", "latin1"));
  const { code, stderr } = await ended(child);
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "stdin_unreadable" } });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("keeps the external id at %s", async (signal) => {
  emulator.control.setFaults([{ match: { method: "POST" }, action: { type: "hang" } }]);
  const child = start([...CREATE, "--external-id", "mine-1"], "pipe");
  const end = ended(child);
  await expect.poll(() => emulator.control.faults()[0]?.acted).toBe(1);
  child.kill(signal);
  const { code, stderr } = await end;
  expect(code).toBe(130);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: "interrupted", external_task_id: "mine-1", resume: "kling resume" },
  });
});

test("buys once what was killed between the create and its answer, as soon as somebody resumes", async () => {
  emulator = await restart({ clock: { scale: 100 } });
  const hang = { type: "hang", timing: "after" } as const;
  emulator.control.setFaults([{ match: { method: "POST" }, nth: 1, action: hang }]);
  const child = start([...CREATE, "-o", "fox.mp4"], "pipe");
  const end = ended(child);
  await expect.poll(() => emulator.control.journal().accepted).toBe(1);
  child.kill("SIGKILL");
  await end;
  const resumed = await ended(start(["resume"], "pipe"));
  expect(resumed).toMatchObject({ code: 0 });
  expect(emulator.control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
  expect((await stat(join(folder, "fox.mp4"))).size).toBeGreaterThan(1000);
}, 60_000);
