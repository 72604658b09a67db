import { extname, join } from "node:path";
import type { ResultLink, TaskResult, TaskSnapshot } from "klingkit";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { recordTasks } from "../../jobs/record-tasks.ts";
import { type FetchedFile, fetchFile } from "../../tasks/fetch-result.ts";
import { type OpenedTask, openTask } from "../../tasks/open-task.ts";
import { requireSucceeded } from "../../tasks/require-succeeded.ts";
import { isForPeople, printResult } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import type { DownloadOptions } from "./download-run.ts";
import { fetchedJson, fetchedText } from "./fetched-file.ts";

export interface DownloadResultsOptions extends DownloadOptions {
  readonly index?: string;
  readonly all?: boolean;
}

interface Wanted {
  readonly result: TaskResult;
  /** Place among the results of the task, from 0. */
  readonly at: number;
}

/** Downloads one result of a task, or all of them, whatever they are. */
export async function runDownloadResults(
  taskId: string | undefined,
  options: DownloadResultsOptions,
  deps: Deps,
): Promise<void> {
  const { output, all } = options;
  if (!output) throw usageError("missing_output", "--output: where should the file go?");
  const index = parseIndex(options);
  const opened = await openTask(deps, { taskId, options });
  await requireSucceeded(deps, options, opened);
  const { task } = opened;
  requireFiles(task);
  const wanted = all ? task.results.map((result, at) => ({ result, at })) : [pick(task, index)];
  if (wanted.length === 0) throw noLink(task, "it has no results");
  const files: FetchedFile[] = [];
  for (const one of wanted) files.push(await fetchOne(deps, { options, opened, output, wanted: one }));
  await recordTasks(deps, options, { tasks: [task], ...fileOfJob(task, options, files) });
  printFiles(deps, options, task, files);
  if (!options.preview) return;
  const { previewFiles } = await import("../../pictures/show-preview.ts");
  await previewFiles(
    deps,
    options,
    files.map(({ filePath }) => filePath),
  );
}

/** A task with several results, or a copy with a watermark, is left to the job. */
const fileOfJob = (
  { results }: TaskSnapshot,
  { watermark }: DownloadResultsOptions,
  [file]: readonly FetchedFile[],
): { readonly file?: FetchedFile } => (results.length > 1 || watermark || !file ? {} : { file });

function parseIndex({ index = "0", all }: DownloadResultsOptions): number {
  if (all && index !== "0") throw usageError("conflicting_input", "--index and --all: give one of them.");
  if (/^\d+$/.test(index)) return Number(index);
  throw usageError("invalid_index", `--index: '${index}' is not a whole number from 0.`);
}

function pick(task: TaskSnapshot, at: number): Wanted {
  const result = task.results[at];
  if (result) return { result, at };
  const count = task.results.length;
  throw usageError("invalid_index", `--index ${at}: task ${task.taskId} has ${count} results, from 0.`);
}

/** Throws for what has no file, such as an element: other commands take it by its ID. */
function requireFiles({ taskId, results }: TaskSnapshot): void {
  const [first] = results;
  if (first === undefined || results.some(({ kind, links }) => kind !== "element" || links.length > 0))
    return;
  const name = first.name === undefined ? "" : ` (${showOnOneLine(first.name)})`;
  throw new CliError({
    code: "not_possible",
    message: `Task ${taskId} made element ${first.id ?? ""}${name}, and an element has no file to download. Requests take it by its ID (element_id).`,
    details: { task_id: taskId, ...(first.id === undefined ? {} : { element_id: first.id }) },
  });
}

interface OneFile {
  readonly options: DownloadResultsOptions;
  readonly opened: OpenedTask;
  readonly output: string;
  readonly wanted: Wanted;
}

function fetchOne(deps: Deps, { options, opened, output, wanted }: OneFile): Promise<FetchedFile> {
  const { at, result } = wanted;
  const linkOf = (task: TaskSnapshot) => findLink(task.results[at], options)?.url;
  const link = findLink(result, options);
  if (!link) throw noLink(opened.task, missingLink(wanted, options));
  const extension = extensionOf(link);
  const path = options.all ? join(output, `${at}${extension}`) : withExtension(output, extension);
  return fetchFile(deps, {
    ...opened,
    connection: options,
    linkOf,
    output: path,
    isForced: options.force,
    download: { output: path, isWatermarked: options.watermark },
    isLive: isForPeople(deps, options),
  });
}

function findLink(
  result: TaskResult | undefined,
  { format, watermark }: DownloadResultsOptions,
): ResultLink | undefined {
  const variant = watermark ? "watermark" : undefined;
  return result?.links.find(
    (link) => link.variant === variant && (format === undefined || link.format === format),
  );
}

/** Of the link's file; the service names its files by what they hold. */
function extensionOf({ url, format }: ResultLink): string {
  if (format !== undefined) return `.${format}`;
  return URL.canParse(url) ? extname(new URL(url).pathname) : "";
}

/** A name without an extension gets that of the file. */
const withExtension = (output: string, extension: string): string =>
  extname(output) === "" ? `${output}${extension}` : output;

function missingLink({ at, result }: Wanted, { format, watermark }: DownloadResultsOptions): string {
  if (watermark)
    return "it has no link to a file with a watermark. It was probably created without a watermark.";
  const formats = result.links.flatMap((link) => link.format ?? []);
  if (format !== undefined)
    return `its result ${at} has no ${format} file${formats.length > 0 ? `, it has ${formats.join(", ")}` : ""}.`;
  return `its result ${at} has no link. Try again in a minute. If it stays so, the service has lost the file.`;
}

const noLink = (task: TaskSnapshot, why: string): CliError =>
  new CliError({
    code: "response_error",
    message: `Task ${task.taskId} succeeded, but ${why}`,
    details: { task_id: task.taskId },
  });

function printFiles(
  deps: Deps,
  options: DownloadResultsOptions,
  task: TaskSnapshot,
  files: readonly FetchedFile[],
): void {
  const entries = files.map(fetchedJson);
  const result = { success: true, task_id: task.taskId, ...(options.all ? { files: entries } : entries[0]) };
  printResult(deps, options, result, (style) => files.map((file) => fetchedText(style, file)).join(""));
}
