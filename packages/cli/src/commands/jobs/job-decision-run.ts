import {
  type AdoptionResult,
  chargedUnits,
  type DecisionResult,
  type JobClient,
  type Verdict,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { jobJson } from "../../jobs/job-json.ts";
import { nameGiven } from "../../jobs/name-given.ts";
import { serviceRow } from "../../jobs/service-registry.ts";
import { userName } from "../../jobs/user-name.ts";
import { withEngine } from "../../jobs/with-engine.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { atPlace, type Place, resumeCommand } from "../../session/next-commands.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import type { CancelOptions, ReviewOptions } from "./jobs-options.ts";

/** Takes back what was not sent, and what waits at a service that can cancel it. */
export async function runJobCancel(
  given: readonly string[],
  options: CancelOptions,
  deps: Deps,
): Promise<void> {
  const ids = [...new Set(given)];
  const refused = new Map<string, string>();
  const canceled: string[] = [];
  const note = (id: string, result: DecisionResult) => {
    if (result.kind === "refused") refused.set(id, result.reason);
    else canceled.push(id);
  };
  const atService: string[] = [];
  const end = async (jobClient: JobClient) => {
    await printCanceled(deps, options, {
      jobClient,
      ids: ids.filter((id) => canceled.includes(id)),
      of: ids,
    });
    if (refused.size > 0) throw notCanceled(refused, ids);
  };
  await withJobClient(deps, options, async (jobClient) => {
    // An ID that is none stops the command before anything is canceled.
    const jobs = await Promise.all(ids.map((id) => jobClient.job(id)));
    for (const { id, state, provider } of jobs)
      if (state === "running" && serviceRow(provider).cancelsTasks) atService.push(id);
      else note(id, await jobClient.cancel(id));
    if (atService.length === 0) await end(jobClient);
  });
  if (atService.length === 0) return;
  await withEngine(deps, options, async ({ engine, jobClient }) => {
    for (const id of atService) note(id, await engine.cancel(id));
    await end(jobClient);
  });
}

interface CanceledJobs {
  readonly jobClient: JobClient;
  readonly ids: readonly string[];
  /** What the command was given. */
  readonly of: readonly string[];
}

async function printCanceled(
  deps: Deps,
  options: OutputOptions,
  { jobClient, ids, of }: CanceledJobs,
): Promise<void> {
  const [first] = ids;
  if (first === undefined) return;
  if (of.length === 1) return printJob(deps, options, { jobClient, id: first, word: "canceled" });
  const jobs = await Promise.all(ids.map((id) => jobClient.job(id)));
  const json = {
    success: ids.length === of.length,
    jobs: jobs.map((job) => jobJson(job, { assets: job.assets })),
    count: jobs.length,
  };
  printResult(deps, options, json, (style) =>
    jobs.map(({ id, name }) => `${style.good("canceled")} ${style.bold(id)} ${name}\n`).join(""),
  );
}

/** `not_possible`, with the reason of the first. */
function notCanceled(refused: ReadonlyMap<string, string>, ids: readonly string[]): CliError {
  const [[, reason] = ["", ""]] = refused;
  const which = ids.length === 1 ? "" : ` for ${refused.size} of ${ids.length} jobs`;
  const first = refused.size > 1 ? " First:" : "";
  const message = `Not possible${which}:${first} ${reason}.`;
  return new CliError({
    code: "not_possible",
    message,
    ...(ids.length === 1 ? {} : { details: { jobs: [...refused.keys()] } }),
  });
}

export function runJobReview(id: string, options: ReviewOptions, deps: Deps): Promise<void> {
  const verdict = verdictOf(id, options);
  const by = nameGiven(options) ?? userName(deps);
  return withJobClient(deps, options, async (jobClient) => {
    requireDone(await jobClient.review(id, { verdict, by }), options);
    await printJob(deps, options, { jobClient, id, word: WORDS[verdict] });
  });
}

/** The state that each leads to. */
const WORDS = { "not-bought": "rejected", gone: "expired" } as const satisfies Record<
  Verdict["verdict"],
  string
>;

/** Throws `missing_verdict` and `conflicting_flags`. */
function verdictOf(id: string, options: ReviewOptions): Verdict["verdict"] {
  const { notBought = false, gone = false } = options;
  if (notBought && gone) {
    const message =
      "--not-bought and --gone exclude each other: the first is for a job in unknown, the second for one whose file is lost.";
    throw usageError("conflicting_flags", message);
  }
  if (notBought) return "not-bought";
  if (gone) return "gone";
  const message = `Look the job's key up first (\`kling jobs show ${id}\`). If no task exists, use --not-bought. If one exists, run \`kling jobs adopt ${id} TASK_ID\`. If its file is lost at the service, use --gone.`;
  throw usageError("missing_verdict", atPlace(message, options));
}

/** Throws `not_possible` with the engine's reason. `place`: where its commands find the job. */
export function requireDone(result: DecisionResult | AdoptionResult, place: Place = {}): void {
  if (result.kind !== "refused") return;
  const reason = result.reason.replaceAll("`kling resume", `\`${resumeCommand(place)}`);
  throw new CliError({ code: "not_possible", message: `Not possible: ${reason}.` });
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
  const settledUnits = await chargedUnits(jobClient, job);
  printResult(
    deps,
    options,
    { success: true, ...jobJson(job, { assets: job.assets, settledUnits }) },
    (style) => `${style.good(word)} ${style.bold(id)} ${job.name}\n`,
  );
}
