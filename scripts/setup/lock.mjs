import { writeFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOCK } from "./paths.mjs";
import { SetupError } from "./setup-error.mjs";

const OWNER_FILE = "pid";
const WORKER_FILE = "worker";
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

/** Names the process that does the work of the lock's owner, for the case that the owner dies first. @param {number} pid */
export function noteWorker(pid) {
  writeFileSync(join(LOCK, WORKER_FILE), String(pid));
}

async function acquire() {
  const startedAtMs = Date.now();
  let ownerlessSinceMs = startedAtMs;
  while (!(await tryAcquire())) {
    const owner = await readPid(LOCK, OWNER_FILE);
    if (owner !== undefined) ownerlessSinceMs = Date.now();
    const isOwnerless = Date.now() - ownerlessSinceMs > OWNERLESS_LIMIT_MS;
    if (isOwnerless || (owner !== undefined && !(await isHeld(owner)))) await breakLock(owner);
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
  await writeFile(join(LOCK, OWNER_FILE), String(process.pid));
  return true;
}

/** @param {string} folder @param {string} file */
async function readPid(folder, file) {
  try {
    const pid = Number(await readFile(join(folder, file), "utf8"));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined; // just made, or just removed: the next round tells
  }
}

/** An npm whose parent was killed goes on writing to node_modules: it holds the lock too. @param {number} owner */
async function isHeld(owner) {
  if (isAlive(owner)) return true;
  const worker = await readPid(LOCK, WORKER_FILE);
  return worker !== undefined && isAlive(worker);
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
    if ((await readPid(grave, OWNER_FILE)) !== deadOwner) await rename(grave, LOCK);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw error;
  } finally {
    await rm(grave, { recursive: true, force: true });
  }
}
