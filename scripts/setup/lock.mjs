import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOCK } from "./paths.mjs";
import { SetupError } from "./setup-error.mjs";

const POLL_INTERVAL_MS = 200;
/** An install and a build take well under two minutes; ten mean that something hangs. */
const WAIT_LIMIT_MS = 10 * 60_000;
/** Long enough to write the owner file after the folder was made. */
const OWNERLESS_LIMIT_MS = 5000;

/**
 * Runs `work` while no other set-up of this checkout runs. Takes over the lock of a process that died.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function withLock(work) {
  await acquire();
  try {
    return await work();
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
}

async function acquire() {
  const startedAtMs = Date.now();
  let ownerlessSinceMs = startedAtMs;
  while (!(await tryAcquire())) {
    const owner = await readOwner(LOCK);
    if (owner !== undefined) ownerlessSinceMs = Date.now();
    const isOwnerless = Date.now() - ownerlessSinceMs > OWNERLESS_LIMIT_MS;
    if (isOwnerless || (owner !== undefined && !isAlive(owner))) await breakLock(owner);
    if (Date.now() - startedAtMs > WAIT_LIMIT_MS) {
      throw new SetupError(
        "SETUP_LOCKED",
        `Process ${owner ?? "?"} has been setting up this checkout for ten minutes.`,
        `End it, or delete ${LOCK} if no such process exists, and run this again.`,
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

async function tryAcquire() {
  try {
    await mkdir(LOCK);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new SetupError("SETUP_NOT_WRITABLE", `${LOCK}: ${error.message}`, "Make the checkout writable.");
  }
  await writeFile(join(LOCK, "pid"), String(process.pid));
  return true;
}

/** @param {string} folder */
async function readOwner(folder) {
  try {
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined; // just made, or just removed: the next round tells
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Renaming first lets exactly one of several waiting processes remove a dead owner's lock.
 * @param {number | undefined} deadOwner
 */
async function breakLock(deadOwner) {
  const grave = `${LOCK}.${process.pid}`;
  try {
    await rename(LOCK, grave);
    // Between our look and the rename another process may have taken the lock: then it goes back.
    if ((await readOwner(grave)) !== deadOwner) await rename(grave, LOCK);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw error;
  } finally {
    await rm(grave, { recursive: true, force: true });
  }
}
