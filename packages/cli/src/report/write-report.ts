import { dirname, resolve } from "node:path";
import type { JobClient, JobName } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { writeWhole } from "../files/write-whole.ts";
import { collectReport } from "./collect-report.ts";
import { addressOf, createEmbedder } from "./embed-files.ts";
import { renderPage } from "./render-page.ts";
import type { ReportData } from "./report-data.ts";

export interface ReportRequest {
  readonly jobs: readonly JobName[];
  /** Where the page goes. Default: `report-BATCH.html` beside the first file. */
  readonly output?: string | undefined;
  /** Puts the clips into the page. */
  readonly isInline?: boolean;
  /** Hears, before anything is written, which files an inline page has no room for. */
  readonly onLeftOut?: (leftOut: readonly string[]) => void;
}

export interface WrittenReport {
  readonly filePath: string;
  readonly data: ReportData;
  readonly sizeBytes: number;
  /** Files that an inline page has no room for. */
  readonly leftOut: readonly string[];
}

/** Writes the page of a run. Throws CliError `write_error`. */
export async function writeReport(
  deps: Deps,
  jobClient: JobClient,
  { jobs, output, isInline = false, onLeftOut }: ReportRequest,
): Promise<WrittenReport> {
  const filePath = resolve(deps.cwd, output ?? (await defaultPath(deps, jobClient, jobs)));
  const folder = dirname(filePath);
  const embedder = createEmbedder();
  const data = await collectReport(jobClient, jobs, {
    nowMs: deps.clock.nowMs(),
    sourceOf: isInline ? embedder.sourceOf : (path) => addressOf(path, folder),
  });
  if (embedder.leftOut.length > 0) onLeftOut?.(embedder.leftOut);
  const page = renderPage(data);
  try {
    await writeWhole(filePath, page);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The report could not be written to ${filePath}: ${reason}. Name another file with --output. The run and its files are not affected.`;
    throw new CliError({ code: "write_error", message, cause });
  }
  return { filePath, data, sizeBytes: Buffer.byteLength(page), leftOut: embedder.leftOut };
}

/** Beside the first file, under the name of its batch, so that no report of another batch is replaced. */
async function defaultPath(deps: Deps, jobClient: JobClient, jobs: readonly JobName[]): Promise<string> {
  const [first] = await jobClient.jobs({ ids: jobs.slice(0, 1).map(({ id }) => id), limit: 1 });
  const folder = first?.filePath ? dirname(first.filePath) : deps.cwd;
  return resolve(folder, `report-${first?.batchId ?? "empty"}.html`);
}
