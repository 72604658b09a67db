import type { AdoptionResult, DecisionResult, JobClient } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { jobJson } from "../../jobs/job-json.ts";
import { nameGiven } from "../../jobs/name-given.ts";
import { userName } from "../../jobs/user-name.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import type { JobOptions, ReviewOptions } from "./jobs-options.ts";

export function runJobCancel(id: string, options: JobOptions, deps: Deps): Promise<void> {
  return withJobClient(deps, options, async (jobClient) => {
    requireDone(await jobClient.cancel(id));
    await printJob(deps, options, { jobClient, id, word: "canceled" });
  });
}

export function runJobReview(id: string, options: ReviewOptions, deps: Deps): Promise<void> {
  if (!options.notBought) {
    const message = `Look the job's key up first (\`kling jobs show ${id}\`). Nothing there: --not-bought. A task there: \`kling jobs adopt ${id} TASK_ID\`.`;
    throw usageError("missing_verdict", message);
  }
  const by = nameGiven(options) ?? userName(deps);
  return withJobClient(deps, options, async (jobClient) => {
    requireDone(await jobClient.review(id, { verdict: "not-bought", by }));
    await printJob(deps, options, { jobClient, id, word: "rejected" });
  });
}

/** Throws `not_possible` with the engine's reason. */
export function requireDone(result: DecisionResult | AdoptionResult): void {
  if (result.kind === "refused")
    throw new CliError({ code: "not_possible", message: `Not possible: ${result.reason}.` });
}

export interface PrintedJob {
  readonly jobClient: JobClient;
  readonly id: string;
  readonly word: string;
}

export async function printJob(
  deps: Deps,
  options: OutputOptions,
  { jobClient, id, word }: PrintedJob,
): Promise<void> {
  const job = await jobClient.job(id);
  printResult(
    deps,
    options,
    { success: true, ...jobJson(job, job.assets) },
    (style) => `${style.good(word)} ${style.bold(id)} ${job.name}\n`,
  );
}
