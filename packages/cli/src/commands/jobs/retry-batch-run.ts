import { dirname, resolve } from "node:path";
import { type Job, StoreError } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { isCanceledWithParent } from "../../jobs/canceled-with-parent.ts";
import { chooseRetries, type RetryChoice } from "../../jobs/choose-retries.ts";
import { findNewerTakes, findPurpose } from "../../jobs/earlier-takes.ts";
import { findBatch } from "../../jobs/find-batch.ts";
import { readJobNames } from "../../jobs/job-set.ts";
import { type LeftOut, leftOutText, namesOf } from "../../jobs/remedy.ts";
import { requireApproval } from "../../jobs/require-approval.ts";
import { readRunEnd } from "../../jobs/run-end.ts";
import { type RunSummary, summarize, summaryJson } from "../../jobs/run-summary.ts";
import { runToRest } from "../../jobs/run-to-rest.ts";
import { accountsOf, ownsAccount } from "../../jobs/service.ts";
import { type EngineSession, withEngine } from "../../jobs/with-engine.ts";
import { keepHeapSmall } from "../../session/heap.ts";
import {
  approvedAgain,
  atPlace,
  commandAt,
  type Place,
  resumeCommand,
  word,
} from "../../session/next-commands.ts";
import { checkOutputFolder } from "../../tasks/fetch-result.ts";
import { countOf } from "../../terminal/count-of.ts";
import { isForPeople } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import { showWarnings } from "../../terminal/warnings.ts";
import type { RetryOptions } from "./jobs-options.ts";

/** Buys what a batch lacks again, under one approval: failed jobs, and those that were canceled with them. */
export async function runBatchRetry(given: string, options: RetryOptions, deps: Deps): Promise<void> {
  if (!options.failed) {
    const message =
      "--batch: add --failed to buy the failed jobs of the batch again. To buy all of it again, run `kling run FILE --again`.";
    throw usageError("usage_error", message);
  }
  await keepHeapSmall();
  const end = readRunEnd(deps, options);
  await withEngine(deps, options, async (session) => {
    const { engine, jobClient, services, troubles } = session;
    const choice = await chooseFailed(deps, options, { given, session });
    showLeftOut(deps, options, choice.leftOut);
    showUnsent(deps, options, choice.unsent);
    if (choice.failed.length + choice.open.length === 0) {
      const summary = await summarize(jobClient, [], {
        accounts: accountsOf(services),
        tookMs: 0,
      });
      return showNothing(deps, options, { leftOut: choice.leftOut, summary });
    }
    const bought = await buyAgain(deps, options, { choice, session });
    const jobs = {
      listed: [...bought, ...choice.open].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    };
    // What the run had not sent is not part of it: the same command continues the retry alone.
    const again = retryCommand(options, given);
    const resume = choice.unsent.length > 0 ? again : resumeCommand(options);
    const isContinued = bought.length === 0;
    const command = "kling jobs retry" as const;
    const running = { command, options, engine, jobClient, services, resume, end, troubles };
    await runToRest(deps, { ...running, jobs, isContinued });
  });
}

const retryCommand = (options: RetryOptions, batch: string): string =>
  commandAt(`kling jobs retry --batch ${word(batch)} --failed`, options);

interface Chosen {
  readonly choice: RetryChoice;
  readonly session: EngineSession;
}

async function chooseFailed(
  deps: Deps,
  options: RetryOptions,
  { given, session }: Pick<Chosen, "session"> & { readonly given: string },
): Promise<RetryChoice> {
  const { engine, jobClient, services } = session;
  // Of a purpose, the newest take of each video: one that failed and was made by a later run is not bought again.
  const purpose = await findPurpose(jobClient, given);
  const commandOfEarlier = (batchId: string) => retryCommand(options, batchId);
  const set = purpose ? undefined : await findBatch(deps, options, { given, jobClient, commandOfEarlier });
  const names = purpose?.newest ?? (set ? await readJobNames(jobClient, set) : []);
  async function recover({ id, name }: Job) {
    try {
      if (!(await engine.recover(id))) return "absent";
    } catch (error) {
      if (error instanceof StoreError && error.code === "retry_refused") return "failed";
      throw error;
    }
    if (isForPeople(deps, options))
      deps.io.stderr.write(`The task of ${name} was found under its external ID. It is not bought again.\n`);
    return "found";
  }
  return chooseRetries(names, {
    jobClient,
    owns: (account) => ownsAccount(services, account),
    // What a file asks for now is wanted, whatever another file has made under its name. A step that was canceled with its parent is
    // what the file asks for now.
    newerOf: async (jobs) =>
      set && "listed" in set
        ? new Map()
        : findNewerTakes(jobClient, jobs, (job) => job.state !== "canceled" || isCanceledWithParent(job)),
    recover,
  });
}

/** The jobs that stand for the failed ones now; none where nothing failed. */
async function buyAgain(
  deps: Deps,
  options: RetryOptions,
  { choice: { failed }, session }: Chosen,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  if (failed.length === 0) return [];
  const { engine } = session;
  const outputDir = options.outputDir === undefined ? undefined : resolve(deps.cwd, options.outputDir);
  const folders = new Set(
    failed.flatMap(({ filePath }) => (filePath === "" ? [] : (outputDir ?? dirname(filePath)))),
  );
  for (const folder of folders) await checkOutputFolder("--output-dir", folder);
  const ids = failed.map(({ id }) => id);
  const plan = await engine.retryAllPlan(ids);
  const { jobIds } = await requireApproval({
    deps,
    options,
    plan,
    session,
    enqueue: (given) => engine.retryAll(ids, outputDir === undefined ? given : { ...given, outputDir }),
    approveWith: approvedAgain(deps.argv, {
      isUnpriced: plan.totals.unpricedJobs > 0,
      rule: session.approvals.rule,
    }),
  });
  // Whoever types the command lets the jobs try again where an earlier refusal had stopped them.
  await engine.resume({ jobIds });
  return jobIds.map((id, at) => ({ id, name: plan.jobs[at]?.name ?? "" }));
}

/** What the retry leaves as it is, and what helps instead: before anything is asked or bought. */
function showLeftOut(deps: Deps, options: RetryOptions, leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return;
  const { stderr, stdout } = deps.io;
  if (!isForPeople(deps, options)) {
    for (const one of leftOut) stdout.write(`${JSON.stringify(leftOutJson(one, options))}\n`);
    return;
  }
  const rows = leftOut.map((one) => [one.job.name, atPlace(leftOutText(one), options)]);
  const columns = [
    { title: "NOT RETRIED", min: 11 },
    { title: "WHAT HELPS", min: 30, wraps: true },
  ] as const;
  stderr.write(`${formatTable(createStyle(stderr, deps.env), columns, rows)}\n`);
}

/** What the run had approved and not sent did not fail: whoever wants it resumes the run. */
function showUnsent(deps: Deps, options: RetryOptions, unsent: readonly Job[]): void {
  const [first] = unsent;
  if (first === undefined) return;
  const [they, them] = unsent.length === 1 ? ["It is", "it"] : ["They are", "them"];
  const batchId = unsent.every((job) => job.batchId === first.batchId) ? first.batchId : undefined;
  const message = `${countOf(unsent.length, "job")} of this batch ${unsent.length === 1 ? "was" : "were"} approved and not sent: ${namesOf(unsent)}. ${they} not part of the retry. To buy ${them}, run \`${resumeCommand(options, batchId)}\`.`;
  showWarnings(deps, options, [{ message }]);
  if (!isForPeople(deps, options)) deps.io.stdout.write(`${JSON.stringify({ event: "warning", message })}\n`);
}

const leftOutJson = (one: LeftOut, place: Place) => ({
  event: "not-retried",
  job: one.job.id,
  name: one.job.name,
  state: one.job.state,
  reason: one.reason,
  message: atPlace(leftOutText(one), place),
});

/** Throws where jobs failed, and none of them can be bought again as it is. */
function showNothing(
  deps: Deps,
  options: RetryOptions,
  { leftOut, summary }: Pick<RetryChoice, "leftOut"> & { readonly summary: RunSummary },
): void {
  if (leftOut.length === 0) {
    const { stdout } = deps.io;
    const style = createStyle(stdout, deps.env);
    stdout.write(
      isForPeople(deps, options)
        ? `${style.good("nothing to retry")} no job of this batch failed\n`
        : `${JSON.stringify({ success: true, ...summaryJson(summary) })}\n`,
    );
    return;
  }
  const [first] = leftOut;
  const subject =
    leftOut.length === 1 ? "The failed job" : `None of the ${countOf(leftOut.length, "failed job")}`;
  const message = `${subject} ${leftOut.length === 1 ? "cannot be bought again as it is" : "can be bought again as they are"}. ${first ? `${first.job.name}: ${atPlace(leftOutText(first), options)}` : ""} Nothing was sent.`;
  throw new CliError({ code: "retry_refused", message, details: { jobs: leftOut.map(({ job }) => job.id) } });
}
