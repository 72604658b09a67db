import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readStamp, writeStamp } from "./prepare.mjs";
import { runQuietly } from "./run.mjs";

const UPDATE_LIMIT_MS = 60_000;
const INSTALL_LIMIT_MS = 180_000;
/** Without a mirror apt-get only fails after its time-out; that is not paid on every test run. */
const RETRY_AFTER_MS = 60 * 60_000;
/** Debian keeps the programs of the server here, out of PATH. */
const POSTGRES_FOLDER = "/usr/lib/postgresql";

/** What tests use of the system, and which are skipped where it cannot be had. */
const TOOLS = [
  { name: "chromium", tests: "tests of the report page", isThere: () => isInPath("chromium") },
  { name: "ffmpeg", tests: "tests that decode clips", isThere: () => isInPath("ffmpeg") },
  {
    name: "postgresql",
    tests: "tests of the PostgreSQL store",
    isThere: () => isInPath("initdb") || hasEntries(POSTGRES_FOLDER),
  },
];

/** Installs what tests use of the system. Tests that need what cannot be installed are skipped. */
export async function prepareSystem() {
  const missing = TOOLS.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const reason = await installTools(missing.map(({ name }) => name));
  if (reason === undefined) return;
  for (const { name, tests } of missing) {
    process.stderr.write(`skipped: installing ${name} (${tests} are skipped) because ${reason}\n`);
  }
}

/** @param {string} tool */
function isInPath(tool) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, tool)));
}

/** @param {string} folder */
function hasEntries(folder) {
  return existsSync(folder) && readdirSync(folder).length > 0;
}

/**
 * Returns why they could not be installed, or undefined.
 * @param {readonly string[]} names
 */
async function installTools(names) {
  if (process.platform !== "linux" || !isInPath("apt-get")) return "this system has no apt-get";
  if (process.getuid?.() !== 0) return `this is not root: run "sudo apt-get install ${names.join(" ")}" once`;
  const sinceFailureMs = Date.now() - (readStamp().systemFailedAtMs ?? 0);
  if (sinceFailureMs < RETRY_AFTER_MS) return "apt-get failed within the last hour";
  process.stderr.write(`klingkit: installing ${names.join(" and ")} for tests …\n`);
  const options = ["-o", "DPkg::Lock::Timeout=30", "-qq"];
  await runQuietly("apt-get", [...options, "update"], UPDATE_LIMIT_MS);
  const args = [...options, "install", "-y", "--no-install-recommends", ...names];
  const result = await runQuietly("apt-get", args, INSTALL_LIMIT_MS);
  if (result.exitCode === 0) return undefined;
  await writeStamp({ systemFailedAtMs: Date.now() });
  return `apt-get failed: ${result.output.trim().split("\n").at(-1) ?? "no output"}`;
}
