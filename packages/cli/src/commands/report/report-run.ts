import type { JobClient, JobName } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { MOST_JOBS } from "../../jobs/job-set.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { INLINE_LIMIT_BYTES } from "../../report/embed-files.ts";
import { sizeText } from "../../report/texts.ts";
import { writeReport } from "../../report/write-report.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/table.ts";
import { showWarnings } from "../../terminal/warnings.ts";

export interface ReportOptions extends OutputOptions, StoreOptions {
  readonly output?: string;
  readonly inline?: boolean;
  readonly open?: boolean;
}

export async function runReport(
  batchId: string | undefined,
  options: ReportOptions,
  deps: Deps,
): Promise<void> {
  const { output, inline: isInline = false } = options;
  const { filePath, data, sizeBytes, leftOut } = await withJobClient(deps, options, async (jobClient) =>
    writeReport(deps, jobClient, { jobs: await findJobs(jobClient, batchId), output, isInline }),
  );
  const { figures } = data;
  const result = {
    success: true,
    report: filePath,
    bytes: sizeBytes,
    jobs: figures.jobs,
    files: figures.files,
    lost_responses: figures.lostResponses,
    survived_responses: figures.survivedResponses,
    ...(isInline ? { left_out: leftOut } : {}),
  };
  printResult(deps, options, result, (style) => {
    const pairs: [string, string][] = [
      ["report", filePath],
      ["shows", `${countOf(figures.jobs, "job")}, ${countOf(figures.files, "file")}, ${sizeText(sizeBytes)}`],
      ...(leftOut.length > 0
        ? [
            [
              "left out",
              `${countOf(leftOut.length, "file")} beyond ${sizeText(INLINE_LIMIT_BYTES)}: ${leftOut.join(", ")}`,
            ] satisfies [string, string],
          ]
        : []),
    ];
    return formatPairs(pairs, style.dim);
  });
  if (!options.open) return;
  const { openPath } = await import("../../files/open-path.ts");
  const failure = await openPath(deps, filePath);
  if (failure !== undefined) showWarnings(deps, options, [{ message: failure }]);
}

/** Jobs of the batch, or of the newest one; oldest first. */
async function findJobs(jobClient: JobClient, batchId: string | undefined): Promise<readonly JobName[]> {
  const newest = batchId ?? (await jobClient.jobs({ limit: 1 }))[0]?.batchId;
  const jobs = newest === undefined ? [] : await jobClient.jobNames({ batchId: newest, limit: MOST_JOBS });
  if (jobs.length > 0) return jobs.toReversed();
  throw usageError(
    "batch_not_found",
    batchId === undefined
      ? "This store has no jobs, so there is nothing to report. Run a batch first, or name its store with --store."
      : `This store has no batch ${batchId}. \`kling jobs --json\` shows the batch of each job; name another store with --store.`,
  );
}
