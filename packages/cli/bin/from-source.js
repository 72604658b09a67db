import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MAJOR_THAT_RUNS_TYPESCRIPT = 24;
const run = new URL("run-source.js", import.meta.url);
const source = new URL("../src/main.ts", import.meta.url);

/** Runs the checkout's TypeScript as it is, in a Node that has the checkout's import condition switched on. */
export function runFromSource(process) {
  const major = Number(process.versions.node.split(".")[0]);
  if (!existsSync(source) || major < MAJOR_THAT_RUNS_TYPESCRIPT) {
    process.stderr.write("kling is not built here. Run `npm run setup` in the checkout, then try again.\n");
    process.exitCode = 1;
    return;
  }
  if (process.stderr.isTTY)
    process.stderr.write("kling: not built, running from source. `npm run setup` makes it start faster.\n");
  const flags = ["--conditions=@klingkit/source", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, fileURLToPath(run), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // The terminal sends Ctrl-C to the child as well; the parent only waits for its answer.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}
