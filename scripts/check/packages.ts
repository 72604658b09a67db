import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { runCommand } from "../run-command.ts";
import { createScratchFolder } from "./scratch-folder.ts";
import type { StepOutcome } from "./step.ts";

/** What is published. Everything else in the workspace is private. */
export const PUBLIC_PACKAGES = [
  { name: "@klingkit/spec", folder: "packages/spec" },
  { name: "klingkit", folder: "packages/sdk" },
  { name: "@klingkit/engine", folder: "packages/engine" },
  { name: "@klingkit/ai-sdk", folder: "packages/ai-sdk" },
  { name: "@klingkit/emulator", folder: "packages/emulator" },
  { name: "@klingkit/mcp", folder: "packages/mcp" },
  { name: "@klingkit/cli", folder: "packages/cli" },
] as const;

/** Ways to resolve a package that ours do not serve: without `exports`, and from CommonJS. */
const NOT_SERVED: readonly string[] = ["node10", "node16-cjs"];

/** Checks with publint and "are the types wrong" that what would be published resolves, for ESM consumers. */
export async function checkPublishedPackage(folder: string): Promise<StepOutcome> {
  await using scratch = await createScratchFolder();
  const tarball = await pack(folder, scratch.path);
  if (tarball.bytes === undefined) return { isOk: false, output: tarball.output };
  const { bytes } = tarball;
  // Copied: publint takes a buffer of its own.
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: new Uint8Array(bytes).buffer },
  });
  const analysis = await checkPackage(createPackageFromTarballData(bytes));
  const lines = [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`),
    ...(analysis.types ? analysis.problems.filter(isServed).map(describe) : ["the package has no types"]),
  ];
  const hasFailed = messages.some(({ type }) => type !== "suggestion") || lines.length > messages.length;
  return { isOk: !hasFailed, output: lines.join("\n") };
}

async function pack(folder: string, destination: string): Promise<{ bytes?: Uint8Array; output: string }> {
  const args = ["pack", `./${folder}`, "--json", "--ignore-scripts", "--pack-destination", destination];
  const { exitCode, output } = await runCommand("npm", args);
  const name = /"filename":\s*"([^"]+)"/.exec(output)?.[1];
  if (exitCode !== 0 || name === undefined) return { output };
  const file = name.replace(/^@/, "").replace("/", "-");
  return { bytes: await readFile(join(destination, file)), output };
}

const isServed = (problem: Problem) =>
  !("resolutionKind" in problem && NOT_SERVED.includes(problem.resolutionKind));

const describe = (problem: Problem) => `types: ${JSON.stringify(problem)}`;
