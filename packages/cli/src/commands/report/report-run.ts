import type { Deps } from "../../deps.ts";
import { findPurpose, type PurposeTakes } from "../../jobs/earlier-takes.ts";
import { findBatch, findNewestBatch } from "../../jobs/find-batch.ts";
import { type JobSet, readFilmOrder } from "../../jobs/job-set.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { readClientView } from "../../report/client-view.ts";
import type { ReportData } from "../../report/report-data.ts";
import { writeReport } from "../../report/write-report.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { sizeText } from "../../terminal/size-text.ts";
import { showWarnings } from "../../terminal/warnings.ts";

export interface ReportOptions extends OutputOptions, StoreOptions {
  readonly output?: string;
  readonly inline?: boolean;
  readonly open?: boolean;
  readonly forClient?: boolean;
  readonly withPrompts?: boolean;
  readonly force?: boolean;
}

const leftOutText = ({ leftOut, isEmulated }: PurposeTakes): string =>
  `The page leaves out ${countOf(leftOut, isEmulated ? "run" : "emulated run")} of this purpose, because the newest run was ${isEmulated ? "emulated" : "not"}. Name the batch for a page of it.`;

export async function runReport(
  batch: string | undefined,
  options: ReportOptions,
  deps: Deps,
): Promise<void> {
  const { output, inline: isInline = false, force: isForced } = options;
  const client = readClientView(options);
  const onLeftOut = (message: string) => showWarnings(deps, options, [{ message }]);
  const { filePath, data, sizeBytes, leftOut, replaced, warning } = await withJobClient(
    deps,
    options,
    async (jobClient) => {
      const purpose = batch === undefined ? undefined : await findPurpose(jobClient, batch);
      const found: JobSet =
        batch === undefined
          ? await findNewestBatch(jobClient)
          : purpose
            ? { listed: purpose.newest }
            : await findBatch(deps, options, { given: batch, jobClient });
      if (purpose && purpose.leftOut > 0) showWarnings(deps, options, [{ message: leftOutText(purpose) }]);
      const { notRun, rerun } = found;
      return writeReport(deps, jobClient, {
        jobs: await readFilmOrder(jobClient, found),
        batchFile: purpose === undefined && "listed" in found ? batch : undefined,
        output,
        isInline,
        isForced,
        isWholePurpose: purpose !== undefined,
        leftOutRuns: purpose?.leftOut,
        client,
        store: options.store,
        notRun,
        rerun,
        onLeftOut,
      });
    },
  );
  const failure = options.open ? await openPage(deps, filePath) : undefined;
  const { figures } = data;
  const shown = client ? shownToClient(data) : figures;
  const result = {
    success: true,
    report: filePath,
    batches: data.batchIds,
    bytes: sizeBytes,
    replaced: replaced !== undefined,
    ...(client || replaced?.shown === undefined ? {} : { replaced_jobs: replaced.shown }),
    jobs: figures.jobs,
    files: shown.files,
    ...(data.notRun ? { not_run: data.notRun.names } : {}),
    lost_responses: figures.lostResponses,
    survived_responses: figures.survivedResponses,
    ...(isInline || client ? { left_out: leftOut } : {}),
    ...(options.open ? { opened: failure === undefined } : {}),
    ...(failure === undefined ? {} : { not_opened: failure }),
  };
  printResult(deps, options, result, (style) => {
    const pairs: [string, string][] = [
      ["report", replaced ? `${filePath}, replaced` : filePath],
      [
        "shows",
        `${client ? "" : `${countOf(figures.jobs, "job")}, `}${countOf(shown.files, "file")} (${sizeText(shown.sizeBytes)})`,
      ],
      ["page", `${sizeText(sizeBytes)}${isInline ? ", the files in it" : ", without the files"}`],
    ];
    return formatPairs(pairs, style.dim);
  });
  const messages = [warning, failure].flatMap((message) => (message === undefined ? [] : { message }));
  showWarnings(deps, options, messages);
}

/** A page for a client shows less than was made. */
function shownToClient({ jobs }: ReportData): Pick<ReportData["figures"], "files" | "sizeBytes"> {
  const files = jobs.filter(({ isDone }) => isDone).flatMap((job) => job.files);
  const shown = files.filter(({ source }) => source !== undefined);
  return { files: shown.length, sizeBytes: shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** Why the page is not in the browser; undefined where it is. */
async function openPage(deps: Deps, filePath: string): Promise<string | undefined> {
  const { openPath } = await import("../../files/open-path.ts");
  return openPath(deps, filePath);
}
