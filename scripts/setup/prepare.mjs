import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { buildFingerprint, installFingerprint, isBuilt, isInstalled } from "./fingerprint.mjs";
import { noteWorker, withLock } from "./lock.mjs";
import { ROOT, STAMP } from "./paths.mjs";
import { findNode, findNpm, runQuietly } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";

const INSTALL_LIMIT_MS = 8 * 60_000;
const BUILD_LIMIT_MS = 3 * 60_000;

/** Installs and builds if anything changed since the last time. Prints nothing when nothing did. */
export async function prepareCheckout() {
  if (!needsInstall() && !needsBuild()) return;
  await withLock(async () => {
    // Read again: another process may have done the work while this one waited.
    if (needsInstall()) await timed("installing dependencies", install);
    if (needsBuild()) await timed("building", build);
  });
}

/** @returns {{ install?: string, build?: string, systemFailedAtMs?: number }} */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, "utf8"));
  } catch {
    return {}; // absent, or torn by a crash: both mean "do it again"
  }
}

/** @param {Record<string, unknown>} changes */
export async function writeStamp(changes) {
  const temporary = `${STAMP}.${process.pid}`;
  await writeFile(temporary, JSON.stringify({ ...readStamp(), ...changes }));
  await rename(temporary, STAMP);
}

function needsInstall() {
  return !isInstalled() || readStamp().install !== installFingerprint();
}

function needsBuild() {
  return !isBuilt() || readStamp().build !== buildFingerprint();
}

async function install() {
  const fingerprint = installFingerprint();
  const { command, args } = findNpm();
  const result = await runQuietly(
    command,
    [...args, "ci", "--no-audit", "--no-fund"],
    INSTALL_LIMIT_MS,
    noteWorker,
  );
  if (result.exitCode !== 0) {
    throw new SetupError(
      "SETUP_INSTALL_FAILED",
      `npm ci ended with ${result.exitCode ?? "a time-out"}.\n${tail(result.output)}`,
      "Check the network and the registry (npm ping), then run this again. If package-lock.json is out of\n" +
        "step with a package.json, run npm install and then npm run lock.",
    );
  }
  await findNode();
  await writeStamp({ install: fingerprint });
}

async function build() {
  const fingerprint = buildFingerprint();
  const result = await runQuietly(await findNode(), ["scripts/build.ts"], BUILD_LIMIT_MS, noteWorker);
  if (result.exitCode !== 0) {
    throw new SetupError(
      "SETUP_BUILD_FAILED",
      `scripts/build.ts ended with ${result.exitCode ?? "a time-out"}.\n${tail(result.output)}`,
      "Correct the errors above and run this again (npm run build repeats only this step).",
    );
  }
  await writeStamp({ build: fingerprint });
}

/** @param {string} what @param {() => Promise<void>} work */
async function timed(what, work) {
  const startedAtMs = Date.now();
  process.stderr.write(`klingkit: ${what} …\n`);
  await work();
  process.stderr.write(`klingkit: ${what} took ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s\n`);
}

/** @param {string} output */
function tail(output) {
  const lines = output.split("\n").filter((line) => line !== "" && !line.includes("EBADENGINE"));
  return lines.slice(-40).join("\n").replaceAll(ROOT, "");
}
