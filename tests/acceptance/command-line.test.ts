import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createTempDir, startTestEmulator, type TempDir, type TestEmulator } from "@klingkit/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPng } from "../support/create-png.ts";
import { type CommandEnd, type ConsoleStep, readConsole } from "./read-console.ts";

// The contract of the command line, quoted line by line. Every command is run as it stands, in a shell, by the built program.
const PAGE = readConsole(readFileSync(new URL("command-line.md", import.meta.url), "utf8"));
const PROGRAM = fileURLToPath(new URL("../../packages/cli/bin/kling.js", import.meta.url));
const HOUR_MS = 3_600_000;
const LIMIT_MS = 60_000;

let emulator: TestEmulator;
let folder: TempDir;
const kept: Record<string, string> = {};

beforeAll(async () => {
  folder = await createTempDir();
  emulator = await startTestEmulator({
    keys: [
      { apiKey: "api-key-kling-acceptance" },
      { accessKey: "ak-0123456789", secretKey: "sk-0123456789" },
    ],
  });
  await mkdir(folder.file("folder"));
  await writeFile(folder.file("fox.png"), createPng(640, 360));
  await writeFile(folder.file("tiny.png"), createPng(20, 20));
  await writeFile(folder.file("kling"), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, {
    mode: 0o755,
  });
});

afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(line: string): Promise<ShellResult> {
  const env = {
    PATH: `${folder.path}:${process.env["PATH"]}`,
    HOME: folder.path,
    XDG_CONFIG_HOME: folder.file("config"),
    XDG_DATA_HOME: folder.file("data"),
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    KLING_API_KEY: "api-key-kling-acceptance",
    KLING_BASE_URL: emulator.baseUrl,
    ...kept,
  };
  return new Promise((settle) => {
    const child = execFile(
      "bash",
      ["-c", line],
      { env, cwd: folder.path, timeout: LIMIT_MS },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        settle({ exitCode, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

async function control({ name, value = "" }: { readonly name: string; readonly value: string | undefined }) {
  if (name === "hour") await emulator.control.advance(HOUR_MS);
  else if (name === "refuse") emulator.control.setTask(kept[value] ?? "", { to: "fail" });
  else throw new Error(`no control ${name}`);
}

function check(line: string, { exitCode, stdout, stderr }: ShellResult, end: CommandEnd): void {
  const told = `${line}\n${stdout}${stderr}`;
  expect(exitCode, told).toBe(end.exitCode);
  if (end.errorCode !== undefined) {
    expect(stdout, told).toBe("");
    expect(JSON.parse(stderr), told).toMatchObject({
      success: false,
      error: { code: end.errorCode, message: expect.any(String) },
    });
    return;
  }
  expect(stderr, told).toBe("");
  const json: unknown = JSON.parse(stdout);
  expect(json, told).toMatchObject(pattern(end.json));
  for (const [name, key] of end.keeps) kept[name] = textAt(json, key);
}

/** `…` is any value, `…/fox.mp4` any text that ends so. */
function pattern(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) => {
    if (item === "…") return expect.anything();
    if (typeof item === "string" && item.startsWith("…")) return expect.stringContaining(item.slice(1));
    return item;
  });
}

function textAt(json: unknown, key: string): string {
  const value: unknown = typeof json === "object" && json !== null ? Reflect.get(json, key) : undefined;
  expect(value, key).toEqual(expect.any(String));
  return String(value);
}

async function run(step: ConsoleStep): Promise<void> {
  if (step.kind === "control") return control(step);
  check(step.line, await shell(step.line), step.end);
}

test("reads every quoted line of the page", () => {
  expect(PAGE.length).toBeGreaterThan(20);
  expect(PAGE.every(({ steps }) => steps.length > 0)).toBe(true);
});

test.each(PAGE.map(({ quote, steps }) => [quote, steps] as const))(
  "%s",
  { timeout: LIMIT_MS },
  async (_, steps) => {
    for (const step of steps) await run(step);
  },
);
