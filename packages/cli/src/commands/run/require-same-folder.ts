import { dirname, resolve } from "node:path";
import { DEFAULT_PURPOSE, LIBRARY_OPERATIONS, type Plan, type PlanPreview } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { folderFlag, isInOwnFolder, outputDirOf } from "../../jobs/output-folder.ts";
import { countNoun } from "../../jobs/result-noun.ts";
import { runCommand } from "../../session/next-commands.ts";
import { countOf } from "../../terminal/count-of.ts";
import type { RunOptions } from "./run-options.ts";

export interface FolderInput {
  /** Plan or batch, as it was typed. */
  readonly file: string;
  readonly plan: Plan;
  readonly preview: PlanPreview;
}

/** States in which a job has a file, or will have one. */
const WITH_FILE = ["approved", "submitting", "running", "succeeded", "collected", "unknown"];

/** Folders in a sentence. */
const MOST_PLACES = 3;

/**
 * Refuses an `--output-dir` that a continued batch would not obey: its files are, or will be, where its first run put them.
 * Throws `output_dir_differs`.
 */
export function requireSameFolder(
  { cwd }: Deps,
  options: RunOptions,
  { file, plan, preview }: FolderInput,
): void {
  const { outputDir } = options;
  if (outputDir === undefined) return;
  const elsewhere = preview.earlier.flatMap((job, at) => {
    const { output = "", operation = "" } = plan.jobs[at] ?? {};
    // Entries of a library have no file, or one that another batch may have asked for.
    if (!job || !WITH_FILE.includes(job.state) || LIBRARY_OPERATIONS.includes(operation)) return [];
    // The run that made it had another folder, which may be the one that is named now.
    if (isInOwnFolder(job)) return [];
    return dirname(job.filePath) === dirname(resolve(cwd, outputDir, output)) ? [] : [{ ...job, output }];
  });
  const [first] = elsewhere;
  if (!first) return;
  const folders = new Set(elsewhere.map(outputDirOf));
  const [folder] = folders.size === 1 ? folders : [];
  const places = [...Map.groupBy(elsewhere, ({ filePath }) => dirname(filePath))];
  const count = (jobs: number) => countOf(jobs, countNoun(plan.jobs, "job"));
  const belong = places
    .slice(0, MOST_PLACES)
    .map(([place, those], at) => `${at === 0 ? count(those.length) : those.length} into ${place}`);
  const left = places.length - belong.length;
  const more = left > 0 ? `, and more into ${countOf(left, "other folder")}` : "";
  const command = `${runCommand(file, options)}${folder === undefined ? "" : folderFlag(cwd, folder)}`;
  // With --again it is an interrupted --again that would be continued.
  const further = options.again
    ? `When that is done, --again buys everything again into ${outputDir}.`
    : `To buy everything again into ${outputDir}, add --again.`;
  const shared =
    plan.purpose === DEFAULT_PURPOSE
      ? " All batches without a purpose count as one: for another project, give the file a `purpose` of its own."
      : "";
  const message = `--output-dir ${outputDir}: of this batch, an earlier run put ${belong.join(", ")}${more}. Nothing was sent. To continue there, run \`${command}\`. ${further}${shared}`;
  const jobs = elsewhere.map(({ id, name, filePath }) => ({ job: id, name, file: filePath }));
  throw usageError("output_dir_differs", message, { jobs });
}
