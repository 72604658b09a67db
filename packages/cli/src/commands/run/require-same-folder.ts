import { dirname, resolve } from "node:path";
import { DEFAULT_PURPOSE, LIBRARY_OPERATIONS, type Plan, type PlanPreview } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { giveUpText } from "../../jobs/give-up-text.ts";
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
    .map(([place, those], at) => `${at === 0 ? count(those.length) : those.length} in ${place}`);
  const left = places.length - belong.length;
  const more = left > 0 ? `, and more in ${countOf(left, "other folder")}` : "";
  const command = `${runCommand(file, options)}${folder === undefined ? "" : folderFlag(cwd, folder)}`;
  const unsent = elsewhere.filter(({ state }) => state === "approved");
  const sent = unsent.length === 0 ? "" : `, and ${unsentText(unsent.length, elsewhere.length)} sent yet`;
  const shared =
    plan.purpose === DEFAULT_PURPOSE
      ? " All batches without a purpose count as one: for another project, give the file a `purpose` of its own."
      : "";
  const message = `--output-dir ${outputDir}: of this batch, an earlier run saves ${belong.join(", ")}${more}${sent}. Nothing was sent now. To continue there, run \`${command}\`. ${furtherText(options, outputDir, unsent)}${shared}`;
  const jobs = elsewhere.map(({ id, name, state, filePath }) => ({ job: id, name, state, file: filePath }));
  throw usageError("output_dir_differs", message, { jobs });
}

const unsentText = (unsent: number, of: number): string =>
  unsent === of
    ? `${of === 1 ? "it is not" : "none of them is"}`
    : `${unsent} of them ${unsent === 1 ? "is" : "are"} not`;

/** How everything comes into the folder that was named. */
function furtherText(
  options: RunOptions,
  outputDir: string,
  unsent: readonly { readonly id: string }[],
): string {
  // With --again it is an interrupted --again that would be continued.
  if (options.again) return `When that is done, --again buys everything again into ${outputDir}.`;
  if (unsent.length === 0) return `To buy everything again into ${outputDir}, add --again.`;
  // It would be bought twice: there, and here.
  return `To have ${unsent.length === 1 ? "it" : "them"} in ${outputDir} instead: ${giveUpText(unsent, options)} Then add --again.`;
}
