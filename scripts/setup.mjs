// Makes a checkout ready: installs and builds what is missing or out of date, then runs a file if asked.
// Plain JavaScript without dependencies: the only script that must run on the machine's own Node (20+).
//
//   node scripts/setup.mjs [--system] [--exec FILE ARGS…]
//
// --system   also installs what some tests need from the operating system (root on Debian only)
// --exec     runs FILE with the checkout's Node 24; everything after FILE is FILE's own

import { prepareCheckout } from "./setup/prepare.mjs";
import { execFile } from "./setup/run.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { prepareSystem } from "./setup/system.mjs";

const OLDEST_NODE_MAJOR = 20;

/** @param {readonly string[]} argv */
function parseArguments(argv) {
  const execAt = argv.indexOf("--exec");
  const own = execAt === -1 ? argv : argv.slice(0, execAt);
  const unknown = own.find((argument) => argument !== "--system");
  if (unknown !== undefined) {
    throw new SetupError("SETUP_USAGE", `Unknown option ${unknown}.`, "Use --system, or --exec FILE ARGS…");
  }
  const [file, ...args] = execAt === -1 ? [] : argv.slice(execAt + 1);
  if (execAt !== -1 && file === undefined) {
    throw new SetupError("SETUP_USAGE", "--exec needs a file.", "Use --exec FILE ARGS…");
  }
  return { wantsSystem: own.includes("--system"), file, args };
}

async function main() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_NODE_MAJOR) {
    throw new SetupError(
      "SETUP_NODE_TOO_OLD",
      `This is Node ${process.versions.node}.`,
      `Install Node ${OLDEST_NODE_MAJOR} or newer; the checkout then brings its own Node 24.`,
    );
  }
  const { wantsSystem, file, args } = parseArguments(process.argv.slice(2));
  await prepareCheckout();
  if (wantsSystem) await prepareSystem();
  if (file !== undefined) process.exitCode = await execFile(file, args);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
