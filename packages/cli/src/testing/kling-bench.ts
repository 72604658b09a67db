import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator, EmulatorOptions } from "@klingkit/emulator";
import { createSameClip } from "@klingkit/testkit";
import { findErrorCode } from "../errors/codes/error-codes.ts";
import { exitCodesOf } from "../errors/codes/exit-codes-of.ts";
import { main } from "../run-command-line.ts";

export const API_KEY = "api-key-kling-0123456789abcdef";
/** No one listens there: every request goes to the emulator in process, or fails the test. */
export const BASE_URL = "http://127.0.0.1:9";
/** Pauses of downloads are real, only shorter. */
const HASTY_CLOCK = {
  nowMs: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms / 100, undefined, signal ? { signal } : {}),
};
const START_MS = Date.UTC(2026, 10, 21, 3);

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text on standard input; without it standard input is a terminal. */
  readonly stdin?: string;
  /** Standard output and error are terminals. */
  readonly isTty?: boolean;
  /** Width of the terminals. Default 120. */
  readonly columns?: number;
  /** What is typed when a question is asked. */
  readonly answer?: string;
  readonly signal?: AbortSignal;
  /** Config files that hold whatever the environment says. Default: none. */
  readonly fixedConfigPaths?: readonly string[];
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Parsed standard output. */
  readonly json: Readonly<Record<string, unknown>>;
  /** `error` of parsed standard error. */
  readonly error: Readonly<Record<string, unknown>>;
}

export interface Bench {
  readonly emulator: Emulator;
  /** Working folder of the command line; removed by `close`. */
  readonly folder: string;
  /** Every request, as `METHOD path`. */
  readonly requests: readonly string[];
  /** Runs `kling` with an API key for the emulator. */
  run(line: string | readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Calls this for the next requests instead of the emulator; undefined goes on as before. */
  intercept(handler: ((request: Request) => Promise<Response | undefined>) | undefined): void;
  files(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The error object of a command. Every end of a command is in the table of the reference page. */
function listedErrorOf(stderr: string, exitCode: number): Readonly<Record<string, unknown>> {
  const failure = parse(stderr)["error"];
  const error = isRecord(failure) ? failure : {};
  const { code } = error;
  const rows = typeof code === "string" ? findErrorCode(code) : [];
  const listed: number[] = rows.flatMap((row) => exitCodesOf({ group: row.group.id, code: row.code }));
  if (rows.length > 0 && !listed.includes(exitCode))
    throw new Error(`${String(code)} ends with ${exitCode}; exit-codes-of.ts lists ${listed.join(", ")}`);
  return error;
}

/** What a clip shows does not matter to most tests, and a picture of its own for each task takes a while. */
const clip = createSameClip();

/** The command line beside a frozen emulator: no network, no waiting, a folder of its own, one small clip for all tasks. */
export async function createBench(options: EmulatorOptions = {}): Promise<Bench> {
  const { createEmulator } = await import("@klingkit/emulator");
  const emulator = await createEmulator({
    clock: "frozen",
    startAtMs: START_MS,
    publicUrl: BASE_URL,
    renderer: await clip,
    ...options,
  });
  const folder = await mkdtemp(join(tmpdir(), "kling-cli-"));
  const requests: string[] = [];
  let handler: ((request: Request) => Promise<Response | undefined>) | undefined;
  const clock = {
    nowMs: emulator.control.nowMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      await emulator.control.advance(ms);
      // Files and streams get their turn between two waits.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };

  async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    request.signal.throwIfAborted();
    return (await handler?.(request.clone())) ?? emulator.fetch(request);
  }

  async function run(line: string | readonly string[], given: RunOptions = {}): Promise<RunResult> {
    let stdout = "";
    let stderr = "";
    const { stdin, isTty = false, columns = 120, signal } = given;
    const exitCode = await main({
      argv: typeof line === "string" ? line.split(" ").filter(Boolean) : line,
      env: {
        HOME: folder,
        KLING_API_KEY: API_KEY,
        KLING_BASE_URL: BASE_URL,
        // Addresses that stand for the service lead to the emulator in process, whatever their scheme.
        KLING_ALLOW_HTTP: "1",
        ...given.env,
      },
      io: {
        stdin: {
          isTty: stdin === undefined,
          readAll: async () => stdin ?? "",
          readLine: async () => given.answer ?? "",
        },
        stdout: { isTty, columns, write: (text) => (stdout += text) },
        stderr: { isTty, columns, write: (text) => (stderr += text) },
      },
      fixedConfigPaths: given.fixedConfigPaths ?? [],
      fetch: answer,
      clock,
      downloadClock: HASTY_CLOCK,
      cwd: folder,
      newId: () => `id-${requests.length}`,
      ...(signal ? { signal } : {}),
    });
    const error = listedErrorOf(stderr, exitCode);
    return { exitCode, stdout, stderr, json: parse(stdout), error };
  }

  return {
    emulator,
    folder,
    requests,
    run,
    intercept: (next) => {
      handler = next;
    },
    files: async () => (await readdir(folder, { recursive: true })).toSorted(),
    close: async () => {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
