import type { Plan } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import type { Accepted } from "./run-run.ts";

const NEXT = "kling worker";

/** Names the jobs that now wait for a worker. */
export function printDetached(
  deps: Deps,
  options: OutputOptions,
  { plan, accepted }: { readonly plan: Plan; readonly accepted: Accepted },
): void {
  const { batchId, jobIds, isContinued = false } = accepted;
  const jobs = jobIds.map((job, at) => ({ job, name: plan.jobs[at]?.name ?? "" }));
  const result = {
    success: true,
    batch: batchId,
    is_continued: isContinued,
    jobs,
    count: jobs.length,
    next: NEXT,
  };
  printResult(deps, options, { ...result }, (style) => {
    const word = isContinued ? "was there already" : "waits for a worker";
    const lines = jobs.map(({ job, name }) => `  ${job}  ${name}\n`);
    return `${style.good(`batch ${batchId}`)} ${word}\n${lines.join("")}${style.dim("next")}  ${NEXT}\n`;
  });
}
