// The gate, the same locally and in CI: every step runs even when another failed, and the last line counts them all.
import { fileURLToPath } from "node:url";
import { runSteps } from "./check/run-steps.ts";
import { gateSteps } from "./check/steps.ts";
import { summarize } from "./check/summarize.ts";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const results = await runSteps(gateSteps(), (line) => console.log(line));
const { line, hasFailed } = summarize(results);
console.log(line);
process.exitCode = hasFailed ? 1 : 0;
