import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readStamp, writeStamp } from "./prepare.mjs";
import { runQuietly } from "./run.mjs";

const UPDATE_LIMIT_MS = 60_000;
const INSTALL_LIMIT_MS = 180_000;
/** Without a mirror apt-get only fails after its time-out; that is not paid on every test run. */
const RETRY_AFTER_MS = 60 * 60_000;
const TEST_TOOL = "ffmpeg";

/** Makes ffmpeg available, with which tests decode clips. Tests that need it are skipped where this fails. */
export async function prepareSystem() {
  if (isInPath(TEST_TOOL)) return;
  const reason = await installTool();
  if (reason !== undefined) {
    process.stderr.write(
      `skipped: installing ${TEST_TOOL} (tests that decode clips are skipped) because ${reason}\n`,
    );
  }
}

/** @param {string} tool */
function isInPath(tool) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, tool)));
}

/** Returns why it could not be installed, or undefined. */
async function installTool() {
  if (process.platform !== "linux" || !isInPath("apt-get")) return "this system has no apt-get";
  if (process.getuid?.() !== 0) return `this is not root: run "sudo apt-get install ${TEST_TOOL}" once`;
  const sinceFailureMs = Date.now() - (readStamp().systemFailedAtMs ?? 0);
  if (sinceFailureMs < RETRY_AFTER_MS) return "apt-get failed within the last hour";
  process.stderr.write(`klingkit: installing ${TEST_TOOL} for tests …\n`);
  const options = ["-o", "DPkg::Lock::Timeout=30", "-qq"];
  await runQuietly("apt-get", [...options, "update"], UPDATE_LIMIT_MS);
  const args = [...options, "install", "-y", "--no-install-recommends", TEST_TOOL];
  const result = await runQuietly("apt-get", args, INSTALL_LIMIT_MS);
  if (result.exitCode === 0) return undefined;
  await writeStamp({ systemFailedAtMs: Date.now() });
  return `apt-get failed: ${result.output.trim().split("\n").at(-1) ?? "no output"}`;
}
