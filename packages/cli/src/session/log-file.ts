import { appendFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";

/** Only its owner reads it: bodies are told without contents, but with ids of tasks. */
const MODE = 0o600;

type LogDeps = Pick<Deps, "logFile" | "clock" | "argv">;

/** Throws `write_error` before anything is sent, where the file of `--log-file` cannot be written. */
export async function requireLogFile({ logFile }: LogDeps): Promise<void> {
  if (logFile === undefined) return;
  try {
    await appendFile(logFile, "", { mode: MODE });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageError("write_error", `--log-file: ${reason}. Choose another place. Nothing was sent.`);
  }
}

/** Appends one line with the time, the command and the process. A line that cannot be written is lost: the work goes on. */
export function appendToLog({ logFile, clock, argv }: LogDeps, entry: object): void {
  if (logFile === undefined) return;
  const known = { at: new Date(clock.nowMs()).toISOString(), command: argv[0], pid: process.pid };
  try {
    appendFileSync(logFile, `${JSON.stringify({ ...known, ...entry })}\n`, { mode: MODE });
  } catch {
    // The disk is full, say: a create that was sent must not fail for its log.
  }
}
