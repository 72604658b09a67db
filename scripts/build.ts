// Builds every package: `tsc --build` for the libraries, then bundles with lazy chunks for the engine and the `kling` binary.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleCli } from "./build/bundle-cli.ts";
import { bundleEngine } from "./build/bundle-engine.ts";
import { pruneOutputs } from "./build/prune-outputs.ts";
import { runCommand } from "./run-command.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLI_ENTRY = "packages/cli/src/main.ts";

async function build(): Promise<void> {
  process.chdir(ROOT);
  const types = await runCommand("tsc", ["--build"]);
  if (types.exitCode !== 0) throw new Error(`tsc --build found errors:\n${types.output}`);
  await pruneOutputs();
  await bundleEngine();
  if (existsSync(CLI_ENTRY)) await bundleCli(CLI_ENTRY);
}

try {
  await build();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
