import { runCommand } from "../run-command.ts";
import type { StepOutcome } from "./step.ts";

/** What is published. Everything else in the workspace is private. */
export const PUBLIC_PACKAGES = [
  { name: "@klingkit/spec", folder: "packages/spec" },
  { name: "klingkit", folder: "packages/sdk" },
  { name: "@klingkit/engine", folder: "packages/engine" },
  { name: "@klingkit/emulator", folder: "packages/emulator" },
  { name: "@klingkit/cli", folder: "packages/cli" },
] as const;

/** Checks with publint and attw that what would be published resolves, for ESM consumers. */
export async function checkPublishedPackage(folder: string): Promise<StepOutcome> {
  const publint = await runCommand("publint", [folder, "--strict"]);
  const types = await runCommand("attw", [
    "--pack",
    folder,
    "--profile",
    "esm-only",
    "--no-emoji",
    "--no-color",
  ]);
  const isOk = publint.exitCode === 0 && types.exitCode === 0;
  return { isOk, output: `${publint.output}\n${types.output}` };
}
