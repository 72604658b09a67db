import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { BENCH_API_KEY } from "./open-bench-engine.ts";

export const KLING = new URL("../../../packages/cli/bin/kling.js", import.meta.url).pathname;

export interface KlingCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly baseUrl: string;
  /** Options of Node, such as a limit of its heap. Default: none. */
  readonly nodeOptions?: readonly string[];
}

/** Starts the built command line against an emulator; its output is thrown away, its errors are shown. */
export function startKling({ args, cwd, baseUrl, nodeOptions = [] }: KlingCall): ChildProcess {
  const env = { ...process.env, KLING_API_KEY: BENCH_API_KEY, KLING_BASE_URL: baseUrl };
  return spawn(process.execPath, [...nodeOptions, KLING, ...args], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Waits for the end; rejects for another exit code. */
export async function endOf(child: ChildProcess, expectedCode = 0): Promise<void> {
  const code = child.exitCode ?? (await once(child, "exit"))[0];
  if (code !== expectedCode) throw new Error(`kling exited with ${String(code)}, not ${expectedCode}`);
}
