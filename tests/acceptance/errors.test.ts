import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { makePlan } from "@klingkit/engine";
import { compile } from "@klingkit/spec";
import { createTempDir, startTestEmulator, type TempDir, type TestEmulator } from "@klingkit/testkit";
import { createKling } from "klingkit";
import { download } from "klingkit/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../packages/cli/src/run-command-line.ts";
import { type ErrorCase, readErrors } from "./read-errors.ts";

// What people read when something goes wrong, word for word: by the built program where it is a command, by the SDK where it is code.
const PAGE = readErrors(readFileSync(new URL("errors.md", import.meta.url), "utf8"));
const PROGRAM = fileURLToPath(new URL("../../packages/cli/bin/kling.js", import.meta.url));
const API_KEY = "api-key-kling-acceptance";
const LIMIT_MS = 60_000;

let emulator: TestEmulator;
let folder: TempDir;

beforeAll(async () => {
  folder = await createTempDir();
  emulator = await startTestEmulator({ keys: [{ apiKey: API_KEY }] });
  await writeFile(folder.file("kling"), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, {
    mode: 0o755,
  });
});

afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

interface Said {
  readonly code: unknown;
  readonly mayHaveCharged: unknown;
  readonly message: string;
}

/** The JSON of standard error, as programs read it. */
function runCommand(line: string): Promise<Said> {
  const env = {
    PATH: `${folder.path}:${process.env["PATH"]}`,
    HOME: folder.path,
    XDG_CONFIG_HOME: folder.file("config"),
    XDG_DATA_HOME: folder.file("data"),
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    KLING_API_KEY: API_KEY,
    KLING_BASE_URL: emulator.baseUrl,
  };
  const options = { env, cwd: folder.path, timeout: LIMIT_MS };
  return new Promise((settle, fail) => {
    const child = execFile("bash", ["-c", line], options, (failure, stdout, stderr) => {
      // Remarks may stand before the error.
      const at = stderr.indexOf("{\n");
      if (failure === null || at < 0) return fail(new Error(`${line} did not fail:\n${stdout}${stderr}`));
      const { error } = JSON.parse(stderr.slice(at));
      settle({ code: error.code, mayHaveCharged: error.may_have_charged, message: error.message });
    });
    child.stdin?.end();
  });
}

/** On a terminal, with Ctrl-C at the first question. */
async function interrupt(line: string): Promise<Said> {
  const controller = new AbortController();
  let stderr = "";
  const stdout = { isTty: true, columns: 100, write: () => undefined };
  await main({
    argv: line.split(" ").slice(1),
    // Only the billed service asks; nothing of it is reached.
    env: { HOME: folder.path, KLING_API_KEY: API_KEY },
    io: {
      stdin: {
        isTty: true,
        readAll: () => Promise.resolve(""),
        readLine: () => {
          controller.abort(new Error("Ctrl-C"));
          return Promise.reject(controller.signal.reason);
        },
      },
      stdout,
      stderr: { ...stdout, write: (text) => (stderr += text) },
    },
    fetch: () => Promise.resolve(Response.json({}, { status: 404 })),
    cwd: folder.path,
    signal: controller.signal,
  });
  const [, code, message = ""] =
    /error\[(\w+)\]: ([\s\S]*?)\n {2}\w/.exec(stripVTControlCharacters(stderr)) ?? [];
  return { code, mayHaveCharged: "no", message: message.replaceAll("\n", " ") };
}

/** Code of the page, with the names that it uses. A failure of the connection is one of `fetch`. */
async function runCode(text: string): Promise<Said> {
  const kling = createKling({ apiKey: API_KEY, baseUrl: emulator.baseUrl });
  const client = (fetch: typeof globalThis.fetch) =>
    createKling({ apiKey: API_KEY, baseUrl: emulator.baseUrl, fetch });
  const given = {
    kling,
    busy: client(() => Promise.resolve(Response.json(BUSY, { status: 429 }))),
    broken: client(() => Promise.reject(new TypeError("fetch failed", { cause: RESET }))),
    createKling,
    compile,
    makePlan,
    download,
    folder: folder.path,
    baseUrl: emulator.baseUrl,
  };
  const run = new Function(...Object.keys(given), `return (async () => { ${text} })();`);
  try {
    await run(...Object.values(given));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const mayHaveCharged = "mayHaveCharged" in error ? error.mayHaveCharged : "no";
    return { code: error.code, mayHaveCharged, message: error.message };
  }
  throw new Error(`${text} did not fail`);
}

const BUSY = { code: 1303, message: "parallel task over resource pack limit", request_id: "r-1" };
const RESET = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

/** What is different in each run has a name on the page. */
const withNames = (text: string): string =>
  text
    .replaceAll(emulator.baseUrl, "EMULATOR")
    .replaceAll(folder.path, "FOLDER")
    .replace(/request [\da-f]{8}-[\da-f-]{27}/g, "request ID");

async function said({ files, trigger }: ErrorCase): Promise<Said> {
  for (const [name, body] of Object.entries(files)) await writeFile(folder.file(name), body);
  return { command: runCommand, interrupted: interrupt, code: runCode }[trigger.kind](trigger.text);
}

test("has the forty cases", () => {
  expect(PAGE.map(({ title }) => Number.parseInt(title, 10))).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
});

test.each(PAGE.map((one) => [one.title, one] as const))("%s", { timeout: LIMIT_MS }, async (_, one) => {
  const { message, ...found } = await said(one);
  expect({ ...found, message: withNames(message) }).toEqual({
    code: one.code,
    mayHaveCharged: one.mayHaveCharged,
    message: one.message,
  });
});
