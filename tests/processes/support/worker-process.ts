import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type BundledProgram, bundleProgram } from "@klingkit/testkit";
import type { Shop } from "../../cli/support/shop.ts";

const SOURCE = fileURLToPath(new URL("../../../packages/cli/bin/run-source.js", import.meta.url));

export const bundleKling = (): Promise<BundledProgram> => bundleProgram(SOURCE);

/** `kling worker` in a process of its own. `await using` ends it. */
export interface WorkerProcess extends AsyncDisposable {
  /** Parsed lines of standard output so far. */
  lines(): readonly Readonly<Record<string, unknown>>[];
  stderr(): string;
  /** Resolves when a line with the event has come. */
  said(event: string): Promise<void>;
  /** Resolves when standard error has the word. */
  complained(word: string): Promise<void>;
  /** Asks it to end, as a service manager does. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Exit code, when it ends by itself. */
  readonly ended: Promise<number | null>;
}

export function startWorker(
  kling: BundledProgram,
  { env, folder }: Shop,
  flags: readonly string[] = [],
): WorkerProcess {
  const child = spawn(process.execPath, [kling.path, "worker", ...flags], {
    cwd: folder,
    env: { ...env, PATH: process.env["PATH"], NODE_COMPILE_CACHE: kling.compileCache },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").then(() => child.exitCode);
  const stdout = collect(child, "stdout");
  const stderr = collect(child, "stderr");
  const lines = () =>
    stdout
      .text()
      .split("\n")
      // The last part is a line that is not complete, or nothing.
      .slice(0, -1)
      .map((line): Record<string, unknown> => JSON.parse(line));
  return {
    lines,
    stderr: stderr.text,
    ended,
    said: (event) => stdout.until(() => lines().some((line) => line["event"] === event)),
    complained: (word) => stderr.until(() => stderr.text().includes(word)),
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}

function collect(child: ChildProcess, name: "stdout" | "stderr") {
  let text = "";
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const stream = child[name];
  stream?.setEncoding("utf8");
  stream?.on("data", (part: string) => {
    text += part;
    wakeAll();
  });
  stream?.once("close", wakeAll);
  return {
    text: () => text,
    async until(isDone: () => boolean): Promise<void> {
      while (!isDone()) {
        if (stream === null || stream.closed) throw new Error(`the worker ended and said: ${text}`);
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
  };
}
