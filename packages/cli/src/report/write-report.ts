import { basename, dirname, extname, resolve } from "node:path";
import { DEFAULT_PURPOSE, type JobClient, type JobName } from "@klingkit/engine";
import { makeFolder } from "klingkit/node";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { slugOf } from "../files/free-name.ts";
import { writeWhole } from "../files/write-whole.ts";
import { type OutputFile, requireReplaceable } from "../files/written-by-klingkit.ts";
import type { Rerun } from "../jobs/job-set.ts";
import type { NotRun } from "../jobs/not-run.ts";
import { reportCommand, word } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { sizeText } from "../terminal/size-text.ts";
import { clientPageOf } from "./client-clips.ts";
import type { ClientView } from "./client-view.ts";
import { collectReport } from "./collect-report.ts";
import { createEmbedder, createLinker, createNeighbourLinker, INLINE_LIMIT_BYTES } from "./embed-files.ts";
import { factsOf, type PageFacts, readPageFacts } from "./page-facts.ts";
import { renderClientPage } from "./render-client-page.ts";
import { renderPage } from "./render-page.ts";
import type { ReportData } from "./report-data.ts";
import { NO_PURPOSE, reportName } from "./report-names.ts";

export interface ReportRequest {
  readonly jobs: readonly JobName[];
  /** Where the page goes. Default: the first file's folder, under a name of `REPORT_NAMES`. */
  readonly output?: string | undefined;
  /** Puts the clips into the page. */
  readonly isInline?: boolean;
  /** The jobs are the newest takes of a whole purpose. */
  readonly isWholePurpose?: boolean | undefined;
  /** Runs of the purpose that the page leaves out. */
  readonly leftOutRuns?: number | undefined;
  /** The batch file that names the jobs: they may be of several batches. */
  readonly batchFile?: string | undefined;
  /** `kling report` finds the same jobs by the batch file. Default: true. */
  readonly isReadAsFile?: boolean;
  /** The run that bought the jobs, where commands that buy do not find them by the file. Default: they do. */
  readonly rerun?: Rerun | undefined;
  /** Writes the page again. Default: the `kling report` that names its batch, purpose or file. */
  readonly command?: string | undefined;
  /** Clips, names, length and ratio only. */
  readonly client?: ClientView | undefined;
  /** What the batch file asks for beside them. */
  readonly notRun?: NotRun | undefined;
  /** Replaces a file that klingkit did not write, too. */
  readonly isForced?: boolean | undefined;
  /** The store of the jobs, as the command names it. */
  readonly store?: string | undefined;
  /** Names the output in messages. Default: `--output`. */
  readonly flag?: OutputFile["flag"];
  /** Hears, before anything is written, which files the page has no room for, or must not name. */
  readonly onLeftOut?: (message: string) => void;
}

export interface WrittenReport {
  readonly filePath: string;
  readonly data: ReportData;
  readonly sizeBytes: number;
  /** Files that an inline page has no room for, or that a page for a client cannot link without showing folders. */
  readonly leftOut: readonly string[];
  /** What is known of the page that was there; undefined where none was. */
  readonly replaced?: Partial<PageFacts> | undefined;
  /** That it showed more than this one. */
  readonly warning?: string | undefined;
}

/** Writes the page of a run. Throws CliError `write_error`, `file_exists`, and `no_files` for a client's page without any. */
export async function writeReport(
  deps: Deps,
  jobClient: JobClient,
  request: ReportRequest,
): Promise<WrittenReport> {
  const { jobs, output, isInline = false, isWholePurpose, client, notRun, onLeftOut } = request;
  const filePath = resolve(deps.cwd, output ?? (await defaultPath(deps, jobClient, request)));
  await requireReplaceable({ path: filePath, flag: request.flag ?? "--output", isForced: request.isForced });
  const folder = dirname(filePath);
  const linker = isInline ? createEmbedder() : client ? createNeighbourLinker(folder) : createLinker(folder);
  const name = await nameOf(jobClient, request);
  const data = await collectReport(jobClient, jobs, {
    nowMs: deps.clock.nowMs(),
    sourceOf: linker.sourceOf,
    isWholePurpose,
    leftOutRuns: request.leftOutRuns,
    isInGivenOrder: client !== undefined,
    hasEarlierTakes: !client,
    hasNewerTakes: !client && !isWholePurpose && request.batchFile === undefined,
    notRun,
    name,
    batchFile: request.rerun ? undefined : batchFileOf(request),
    rerun: request.rerun,
    command: commandOf(name, request),
    store: request.store,
  });
  const page = client ? renderForClient(data, client) : renderPage(data);
  const replaced = await readPageFacts(filePath);
  if (linker.leftOut.length > 0) onLeftOut?.(leftOutText(linker.leftOut, isInline));
  try {
    await makeFolder(folder);
    await writeWhole(filePath, page);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The report could not be written to ${filePath}: ${reason}. Name another file with --output. The run and its files are not affected.`;
    throw new CliError({ code: "write_error", message, cause });
  }
  const warning = replaced && fewerText(replaced, { ...factsOf(page), noun: client ? "result" : "job" });
  return { filePath, data, sizeBytes: Buffer.byteLength(page), leftOut: linker.leftOut, replaced, warning };
}

function leftOutText(files: readonly string[], isInline: boolean): string {
  const names = files.map((file) => basename(file)).join(", ");
  return isInline
    ? `The page holds ${sizeText(INLINE_LIMIT_BYTES)} of files at most. It shows only the names of ${countOf(files.length, "file")}: ${names}. For a page with all of them, leave out --inline, and send the files with it.`
    : `The page leaves out ${countOf(files.length, "file")} in other folders: ${names}. Their addresses would show the folders of this machine. For a page with them, use --inline of \`kling report\`.`;
}

/** Nothing where the page shows as much as the one before. */
function fewerText(
  before: Partial<PageFacts>,
  { shown = 0, command, noun }: Partial<PageFacts> & { readonly noun: string },
): string | undefined {
  if (before.shown === undefined || before.shown <= shown) return undefined;
  const again =
    before.command === undefined || before.command === command
      ? ""
      : ` To write that one again, run \`${before.command}\`.`;
  return `This page shows ${countOf(shown, noun)}. The one that it replaced showed ${before.shown}.${again}`;
}

/** A page of one run would be that of the newest one if it were not named. */
async function nameOf(jobClient: JobClient, request: ReportRequest): Promise<string> {
  const { jobs, isWholePurpose } = request;
  const batchFile = batchFileOf(request);
  const [first] = await jobClient.jobs({ ids: jobs.slice(0, 1).map(({ id }) => id), limit: 1 });
  return batchFile ?? (isWholePurpose ? first?.purpose : first?.batchId) ?? "";
}

const batchFileOf = ({ isReadAsFile = true, batchFile }: ReportRequest): string | undefined =>
  isReadAsFile ? batchFile : undefined;

const commandOf = (name: string, { command, output, isInline, store }: ReportRequest): string =>
  command ??
  [
    reportCommand(name, store === undefined ? {} : { store }),
    ...(isInline ? ["--inline"] : []),
    ...(output === undefined ? [] : ["--output", word(output)]),
  ].join(" ");

function renderForClient(data: ReportData, view: ClientView): string {
  const page = clientPageOf(data, view);
  if (page.clips.length > 0) return renderClientPage(page);
  const message =
    "There is no file to show to a client. Files that are done and in the folder of the page can be shown, with --inline those of other folders, too. Nothing was written.";
  throw usageError("no_files", message);
}

/** With the flags that made other videos of the file than `kling report FILE` shows: their page must not take the place of that one. */
function fileWords(file: string, rerun: Rerun | undefined): string {
  const { purpose, service, cheapest } = rerun?.meaning ?? {};
  return [basename(file, extname(file)), purpose, service, cheapest && "cheapest"].filter(Boolean).join(" ");
}

/**
 * Beside the first file. Under the name of its batch, so that no report of another batch is replaced; that of a batch file, which may
 * have jobs of several, under the name of the file; the page of a purpose and the one for clients, who see no IDs, under the purpose.
 */
async function defaultPath(
  deps: Deps,
  jobClient: JobClient,
  { jobs, isWholePurpose, batchFile, isReadAsFile = true, rerun, client }: ReportRequest,
): Promise<string> {
  const [first] = await jobClient.jobs({ ids: jobs.slice(0, 1).map(({ id }) => id), limit: 1 });
  const folder = first?.filePath ? dirname(first.filePath) : deps.cwd;
  const { batchId = "empty", purpose = "" } = first ?? {};
  const slug = slugOf(purpose === DEFAULT_PURPOSE ? "" : purpose, NO_PURPOSE);
  const name = client
    ? reportName("client", slug)
    : isWholePurpose
      ? reportName("purpose", slug)
      : batchFile === undefined
        ? reportName("run", batchId)
        : reportName("file", slugOf(fileWords(batchFile, isReadAsFile ? undefined : rerun), batchId));
  return resolve(folder, name);
}
