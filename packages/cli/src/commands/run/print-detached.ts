import type { Plan } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import type { Accepted } from "../../jobs/require-approval.ts";
import { workerCommand } from "../../session/next-commands.ts";
import { printResult } from "../../terminal/output.ts";
import { warningsJson } from "../../terminal/warnings.ts";
import type { RunOptions } from "./run-options.ts";

/** Names the jobs that now wait for a worker. */
export function printDetached(
  deps: Deps,
  options: RunOptions,
  { plan, accepted }: { readonly plan: Plan; readonly accepted: Accepted },
): void {
  const { batchId, jobIds, isContinued = false, earlierJobIds = [] } = accepted;
  const next = workerCommand(options);
  const jobs = jobIds.map((job, at) => ({
    job,
    name: plan.jobs[at]?.name ?? "",
    is_earlier: earlierJobIds.includes(job),
  }));
  const result = {
    success: true,
    batch: batchId,
    is_continued: isContinued,
    jobs,
    count: jobs.length,
    ...warningsJson(plan.jobs.flatMap(({ warnings }) => warnings)),
    next,
  };
  printResult(deps, options, { ...result }, (style) => {
    const word = isContinued ? "was there already" : "waits for a worker";
    const lines = jobs.map(
      ({ job, name, is_earlier }) => `  ${job}  ${name}${is_earlier ? style.dim("  bought before") : ""}\n`,
    );
    return `${style.good(`batch ${batchId}`)} ${word}\n${lines.join("")}${style.dim("next")}  ${next}\n`;
  });
}
