import { type Plan, type PlanPreview, REST_STATES, sortEarlier, stateWord } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { helpWithout } from "../../jobs/plan-preview.ts";
import type { Accepted } from "../../jobs/require-approval.ts";
import { workerCommand } from "../../session/next-commands.ts";
import { printResult } from "../../terminal/output.ts";
import { warningsJson } from "../../terminal/warnings.ts";
import type { RunOptions } from "./run-options.ts";

interface Detached {
  /** What was planned, as `--batch` takes it. Default: each batch is named by its ID. */
  readonly batchFile: string | undefined;
  readonly plan: Plan;
  readonly accepted: Accepted;
  /** What was there before. */
  readonly preview: PlanPreview;
  /** Beside those of the plan. */
  readonly warnings: readonly { readonly message: string }[];
}

/** Names the jobs that now wait for a worker. */
export function printDetached(
  deps: Deps,
  options: RunOptions,
  { batchFile, plan, accepted, preview, warnings: others }: Detached,
): void {
  const { batchId, jobIds, isContinued = false, earlierJobIds = [] } = accepted;
  const next = isWorkLeft(preview) ? workerCommand(options) : undefined;
  const { withoutResult } = sortEarlier(preview);
  const lost = new Map(withoutResult.map((job) => [job.id, job]));
  const there = new Map(preview.earlier.flatMap((job) => (job ? [[job.id, job]] : [])));
  const jobs = jobIds.map((job, at) => {
    const state = lost.get(job)?.state;
    return {
      job,
      name: plan.jobs[at]?.name ?? "",
      is_earlier: earlierJobIds.includes(job),
      ...(state === undefined ? {} : { not_tried_again: state }),
    };
  });
  const notTried = withoutResult.filter(({ id }) => jobIds.includes(id));
  const result = {
    success: true,
    batch: batchId,
    is_continued: isContinued,
    jobs,
    count: jobs.length,
    ...warningsJson([...plan.jobs.flatMap(({ warnings }) => warnings), ...others]),
    ...(next === undefined ? {} : { next }),
  };
  printResult(deps, options, { ...result }, (style) => {
    const word = isContinued ? "was there already" : "waits for a worker";
    const lines = jobs.map(({ job, name, is_earlier }) => {
      const ended = lost.get(job);
      const earlier = is_earlier ? there.get(job) : undefined;
      const note = ended
        ? style.warn(`  ${stateWord(ended)}, not tried again`)
        : earlier
          ? style.dim(`  ${stateWord(earlier)}, of an earlier run`)
          : "";
      return `  ${job}  ${name}${note}\n`;
    });
    const help =
      notTried.length === 0 ? "" : `${helpWithout(preview, { ...options, batchFile }, notTried)}\n`;
    const end =
      next === undefined ? "nothing of this file is left for a worker\n" : `${style.dim("next")}  ${next}\n`;
    return `${style.good(`batch ${batchId}`)} ${word}\n${lines.join("")}${help}${end}`;
  });
}

const isWorkLeft = ({ toBuy, earlier }: PlanPreview): boolean =>
  toBuy.jobs.length > 0 || earlier.some((job) => job !== undefined && !REST_STATES.includes(job.state));
