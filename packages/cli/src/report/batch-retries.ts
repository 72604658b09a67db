import { needsYou } from "./needs-you.ts";
import type { ReportJob } from "./report-data.ts";

/** What one command buys again. */
export interface BatchRetry {
  readonly command: string;
  readonly failed: readonly ReportJob[];
  /** Jobs that were canceled because they take results of those, or of each other. */
  readonly canceled: readonly ReportJob[];
}

/** The commands that buy several jobs of the page again together. `jobs`: those that take results of others stand behind them. */
export function batchRetriesOf(jobs: readonly ReportJob[]): readonly BatchRetry[] {
  const known = new Map(jobs.map((job) => [job.id, job]));
  const groups = Map.groupBy(jobs.filter(needsYou), ({ failure }) => failure?.batchRetry);
  return [...groups].flatMap(([command, failed]) => {
    if (command === undefined) return [];
    const coming = new Set(failed.map(({ id }) => id));
    const canceled = jobs.filter((job) => {
      const isBought =
        job.batchRetry === command &&
        job.newer === undefined &&
        job.parents.every(({ id }) => coming.has(id) || hasResult(known.get(id)));
      if (isBought) coming.add(job.id);
      return isBought;
    });
    return failed.length + canceled.length < 2 ? [] : [{ command, failed, canceled }];
  });
}

/** Whether a job that takes its result can be bought; what is not on the page is not known to lack one. */
const hasResult = (job: ReportJob | undefined): boolean =>
  job === undefined || job.isDone || job.isOpen || (job.newer !== undefined && !job.newer.isFailed);
