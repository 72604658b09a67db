import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { BIN, ROOT } from "./paths.mjs";
import { SetupError } from "./setup-error.mjs";

const CHECKOUT_NODE_MAJOR = 24;
const NODE_PROBE_LIMIT_MS = 20_000;
const FORWARDED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

function environment() {
  return {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    PATH: `${BIN}${delimiter}${process.env["PATH"] ?? ""}`,
  };
}

/** npm as the one that runs this script, else the one in PATH. */
export function findNpm() {
  const running = process.env["npm_execpath"];
  if (running?.endsWith("npm-cli.js") && existsSync(running)) {
    return { command: process.execPath, args: [running] };
  }
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

/** The Node that the checkout installed; this process's own where that could not be installed and this is new enough. */
export async function findNode() {
  const installed = join(BIN, process.platform === "win32" ? "node.cmd" : "node");
  const probe = await runQuietly(installed, ["--version"], NODE_PROBE_LIMIT_MS);
  if (probe.exitCode === 0) return installed;
  if (Number.parseInt(process.versions.node, 10) >= CHECKOUT_NODE_MAJOR) return process.execPath;
  throw new SetupError(
    "SETUP_NODE_MISSING",
    `npm installed no working Node ${CHECKOUT_NODE_MAJOR}.`,
    "Its install script did not run. Run npm rebuild node esbuild --ignore-scripts=false, or put Node 24 into\n" +
      "your PATH, and run this again.",
  );
}

/**
 * Runs a command in the checkout and keeps its output. `exitCode` is null when it was ended by a signal or a time-out.
 * @param {string} command @param {readonly string[]} args @param {number} limitMs @param {(pid: number) => void} [onStart]
 * @returns {Promise<{ exitCode: number | null, output: string }>}
 */
export function runQuietly(command, args, limitMs, onStart) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limitMs,
      shell: command.endsWith(".cmd"),
    });
    if (child.pid !== undefined) onStart?.(child.pid);
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => settle({ exitCode: 127, output: `${command}: ${error.message}` }));
    child.on("close", (exitCode) => settle({ exitCode, output }));
  });
}

/**
 * Runs a file of the checkout with its Node, on this process's own streams, and returns its exit code.
 * @param {string} file @param {readonly string[]} args
 */
export function execFile(file, args) {
  const path = resolve(ROOT, file);
  if (!existsSync(path)) {
    throw new SetupError(
      "SETUP_FILE_MISSING",
      `There is no ${file}.`,
      "Run git status: the file may be deleted.",
    );
  }
  const installed = join(BIN, process.platform === "win32" ? "node.cmd" : "node");
  const node = existsSync(installed) ? installed : process.execPath;
  return new Promise((settle, fail) => {
    const child = spawn(node, [path, ...args], {
      env: environment(),
      stdio: "inherit",
      shell: node.endsWith(".cmd"),
    });
    const forwarders = FORWARDED_SIGNALS.map((signal) => {
      // A terminal sends Ctrl-C to the child too: a second one would read as "stop at once".
      const forward = () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
      process.on(signal, forward);
      return () => process.off(signal, forward);
    });
    const stopForwarding = () => {
      for (const stop of forwarders) stop();
    };
    child.on("error", (error) => {
      stopForwarding();
      fail(
        new SetupError(
          "SETUP_EXEC_FAILED",
          `${file}: ${error.message}`,
          "Delete node_modules and run this again.",
        ),
      );
    });
    child.on("exit", (exitCode, signal) => {
      stopForwarding();
      settle(exitCode ?? SIGNAL_EXIT_CODES[signal] ?? 1);
    });
  });
}
