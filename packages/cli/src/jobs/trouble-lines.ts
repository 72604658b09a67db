import type { Deps } from "../deps.ts";
import { hidePasswords } from "../errors/hide-passwords.ts";
import { toFailure } from "../failures/to-failure.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";

/** The same trouble is told again after this time at the earliest. */
const REPEAT_MS = 60_000;
/** Troubles that are remembered: a worker may run for months. */
const MOST_REMEMBERED = 1000;

/** Files that cannot be written: each has a path of its own, and one disk that is full would bring a line for each. */
const DISK_CODES: readonly string[] = ["KLINGKIT_DOWNLOAD_DISK_FULL", "KLINGKIT_DOWNLOAD_WRITE_FAILED"];

/** The same for all jobs of one disk; undefined where the words differ by more than the path. */
export function diskCodeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return DISK_CODES.find((one) => one === code);
}

/** A create that failed may have been taken: "tries again" would read as a second purchase. */
const isCreate = (error: unknown): boolean => error instanceof Error && error.name === "CreateFailed";

/** Tells on standard error what fails and is tried again, each trouble at most once a minute; JSON lines unless for people. */
export function createTroubleLines(
  deps: Deps,
  options: OutputOptions,
): (error: unknown, jobId?: string) => void {
  const { io, clock, env } = deps;
  const style = createStyle(io.stderr, env);
  const told = new Map<string, number>();
  return (error, jobId) => {
    const { code, message } = toFailure(error, new AbortController().signal);
    const text = hidePasswords(message);
    const key = diskCodeOf(error) ?? text;
    const nowMs = clock.nowMs();
    if (nowMs - (told.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
    if (told.size >= MOST_REMEMBERED) told.clear();
    told.set(key, nowMs);
    const at = new Date(nowMs).toISOString();
    const line = { event: "worker-trouble", at, ...(jobId ? { job: jobId } : {}), code, message: text };
    io.stderr.write(
      isForPeople(deps, options)
        ? `${style.warn("trouble")} ${text.replace(/\.$/, "")}. ${isCreate(error) ? "klingkit continues, and buys nothing twice" : "klingkit tries again"}.\n`
        : `${JSON.stringify(line)}\n`,
    );
  };
}
