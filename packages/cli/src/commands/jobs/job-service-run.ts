import type { Deps } from "../../deps.ts";
import { carry } from "../../jobs/carry.ts";
import { approvedAgain, resumeCommand } from "../../tasks/commands.ts";
import type { RunOptions } from "../run/run.ts";
import { passGate, withEngine } from "../run/run-run.ts";
import { printJob, requireDone } from "./by-hand-run.ts";

/** Buys again, in a new job with a new key: the old one stays as it ended. */
export async function runJobRetry(id: string, options: RunOptions, deps: Deps): Promise<void> {
  await withEngine(deps, options, async (workshop) => {
    const { engine, book, service } = workshop;
    const plan = await engine.retryPlan(id);
    const { batchId } = await passGate({
      deps,
      options,
      plan,
      workshop,
      enqueue: (given) => engine.retry(id, given),
      approveWith: approvedAgain(deps.argv, { isUnpriced: plan.totals.unpricedJobs > 0 }),
    });
    const resume = resumeCommand(options);
    await carry(deps, { options, engine, book, service, jobs: { batchId }, resume, isContinued: false });
  });
}

export interface Adoption {
  readonly id: string;
  readonly taskId: string;
}

/** Takes a task that a person found; the next `resume` follows and downloads it. */
export async function runJobAdopt({ id, taskId }: Adoption, options: RunOptions, deps: Deps): Promise<void> {
  await withEngine(deps, options, async ({ engine, book }) => {
    requireDone(await engine.adopt(id, taskId));
    await printJob(deps, options, { book, id, word: "adopted" });
  });
}
