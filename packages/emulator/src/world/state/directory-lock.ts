import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogLockedError } from "./log-errors.ts";

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the directory for this process. Throws `LogLockedError`.
 *
 * Locks are numbered files, and the highest number counts. Who finds its holder dead makes the next number, which only
 * one can. The highest is never removed, so a slow process cannot make a number that others have already left behind.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const own = join(directory, `locking.${randomUUID()}`);
  await writeFile(own, JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) }));
  try {
    for (;;) {
      const last = Math.max(0, ...(await lockNumbers(directory)));
      const holder = await readHolder(join(directory, lockName(last)));
      if (holder !== undefined && (await isAlive(holder)))
        throw new LogLockedError({ directory, pid: holder.pid });
      const path = join(directory, lockName(last + 1));
      // A link appears together with its content: there is no moment with an empty lock.
      if (!(await succeeds(link(own, path), "EEXIST"))) continue;
      const numbers = await lockNumbers(directory);
      const isHighest = numbers.every((number) => number <= last + 1);
      const outdated = isHighest ? numbers.filter((number) => number <= last) : [last + 1];
      for (const number of outdated) await succeeds(unlink(join(directory, lockName(number))), "ENOENT");
      if (isHighest) return { release: () => releaseLock(path) };
    }
  } finally {
    await unlink(own);
  }
}

const lockName = (number: number): string => `lock.${number}`;

async function lockNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => (/^lock\.\d+$/.test(name) ? [Number(name.slice("lock.".length))] : []));
}

/** Leaves the file, without a holder. */
async function releaseLock(path: string): Promise<void> {
  const empty = `${path}.released`;
  await writeFile(empty, "{}");
  await rename(empty, path);
}

interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const { pid, startedAt } = parseObject(text);
  return typeof pid === "number" && typeof startedAt === "string" ? { pid, startedAt } : undefined;
}

function parseObject(text: string): { pid?: unknown; startedAt?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    // An unreadable lock has no living holder.
    return {};
  }
}

/** Numbers of processes are used again, always so in containers: the start time tells two apart. */
async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
  return (await startOf(pid)) === startedAt;
}

/** Start of a process in clock ticks since boot; empty where the system does not tell. @source proc_pid_stat(5) */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold spaces, so counting begins behind it; the start is field 22 of the line.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

async function succeeds(work: Promise<unknown>, expectedCode: string): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (errorCode(error) === expectedCode) return false;
    throw error;
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
