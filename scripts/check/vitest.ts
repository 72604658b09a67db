import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as z from "zod/mini";
import { runCommand } from "../run-command.ts";
import { createScratchFolder } from "./scratch-folder.ts";
import type { StepOutcome } from "./step.ts";

const reportSchema = z.looseObject({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** Tests wait about half of their time, for processes and databases. */
const USUAL_WORKERS = Math.max(2, availableParallelism() - 1);
/** About five minutes on two quiet cores; on busy ones many times that. */
const TIMEOUT_MS = 40 * 60_000;

export interface VitestRun {
  /** Projects of vitest.config.ts. */
  readonly projects: readonly string[];
  /** Files at a time. Default: two, or one less than there are cores. */
  readonly workers?: number;
}

/** Runs tests. The numbers come from vitest's own report; the text, shown on failure, is what a person would see. */
export async function runVitest({ projects, workers = USUAL_WORKERS }: VitestRun): Promise<StepOutcome> {
  await using folder = await createScratchFolder();
  const reportFile = join(folder.path, "report.json");
  const reporters = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${reportFile}`];
  const { exitCode, output: coloured } = await runCommand(
    "vitest",
    [
      "run",
      "--no-color",
      "--silent=passed-only",
      ...projects.map((project) => `--project=${project}`),
      ...(workers === undefined ? [] : [`--maxWorkers=${workers}`]),
      ...reporters,
    ],
    { timeoutMs: TIMEOUT_MS, env: environment(folder.path) },
  );
  const output = stripVTControlCharacters(coloured);
  const report = await readReport(reportFile);
  if (report === undefined) return { isOk: false, output };
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const note = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  return {
    isOk: exitCode === 0,
    output: withoutPassed(output),
    note,
    details: listSkipped(output),
    counts,
  };
}

/** Tests start some hundred processes from source; with a cache, each of them compiles it in half of the time. */
const environment = (folder: string) => ({
  ...process.env,
  TMPDIR: folder,
  NODE_COMPILE_CACHE: join(folder, "compile-cache"),
});

/** Absent when vitest could not start: then its output says why. */
async function readReport(file: string): Promise<z.infer<typeof reportSchema> | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(file, "utf8"));
    return reportSchema.parse(content);
  } catch {
    return undefined;
  }
}

function withoutPassed(output: string): string {
  const lines = output.split("\n");
  return lines.filter((line) => !/^\s*[✓↓]/.test(line)).join("\n");
}

/** One line for each skipped test, with the reason that it gave. */
function listSkipped(output: string): string[] {
  return output.split("\n").flatMap((line) => {
    const [, name, reason = "it is marked so"] =
      /^\s*↓ (.*?)(?: \d+ms)?(?: \[(.*)\])?$/.exec(line.trimEnd()) ?? [];
    return name === undefined ? [] : `skipped: ${name} because ${reason}`;
  });
}
