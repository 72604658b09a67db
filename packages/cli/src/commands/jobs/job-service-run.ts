import { dirname, resolve } from "node:path";
import type { ForeignTask } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { isRequestId } from "../../failures/task-errors.ts";
import { requireApproval } from "../../jobs/require-approval.ts";
import { readRunEnd } from "../../jobs/run-end.ts";
import { runToRest } from "../../jobs/run-to-rest.ts";
import { type KlingService, requireKling, type Services } from "../../jobs/service.ts";
import { serviceRow } from "../../jobs/service-registry.ts";
import { withEngine } from "../../jobs/with-engine.ts";
import { approvedAgain, commandAt, resumeCommand } from "../../session/next-commands.ts";
import { parseTaskType, type TaskType } from "../../session/task-types.ts";
import { checkOutputFolder } from "../../tasks/fetch-result.ts";
import { chooseHandle, findType, foundTask } from "../../tasks/open-task.ts";
import { isJobId } from "../../tasks/wait-targets.ts";
import { isForPeople } from "../../terminal/output.ts";
import type { RunOptions } from "../run/run-options.ts";
import { printJob, requireDone } from "./job-decision-run.ts";
import type { AdoptOptions, RetryOptions } from "./jobs-options.ts";

/** One job, or the failed ones of a batch. */
export async function runJobRetry(id: string | undefined, options: RetryOptions, deps: Deps): Promise<void> {
  const { batch, failed } = options;
  if (id !== undefined && batch === undefined && !failed) return retryOne(id, options, deps);
  if (id !== undefined || batch === undefined) {
    const message =
      "jobs retry takes one job, such as `kling jobs retry JOB`, or the failed jobs of a batch: `kling jobs retry --batch BATCH --failed`.";
    throw usageError("usage_error", message);
  }
  const { runBatchRetry } = await import("./retry-batch-run.ts");
  return runBatchRetry(batch, options, deps);
}

/** Buys again, in a new job with a new key: the old one stays as it ended. */
async function retryOne(id: string, options: RunOptions, deps: Deps): Promise<void> {
  const end = readRunEnd(deps, options);
  await withEngine(deps, options, async (session) => {
    const { engine, jobClient, services, troubles } = session;
    const resume = resumeCommand(options);
    const command = "kling jobs retry" as const;
    const running = { command, options, engine, jobClient, services, resume, end, troubles };
    if (await engine.recover(id)) {
      const { name, taskId } = await jobClient.job(id);
      deps.io.stderr.write(
        isForPeople(deps, options)
          ? `Task ${taskId} was found under the external ID of job ${id}. Nothing is bought again.\n`
          : "",
      );
      const jobs = { listed: [{ id, name }] };
      return runToRest(deps, { ...running, jobs, isContinued: true });
    }
    const { filePath } = await jobClient.job(id);
    const outputDir = options.outputDir === undefined ? undefined : resolve(deps.cwd, options.outputDir);
    if (filePath !== "") await checkOutputFolder("--output-dir", outputDir ?? dirname(filePath));
    const plan = await engine.retryPlan(id);
    const { jobIds, isContinued = false } = await requireApproval({
      deps,
      options,
      plan,
      session,
      enqueue: (given) => engine.retry(id, outputDir === undefined ? given : { ...given, outputDir }),
      approveWith: approvedAgain(deps.argv, {
        isUnpriced: plan.totals.unpricedJobs > 0,
        rule: session.approvals.rule,
      }),
    });
    const [newest = id] = jobIds;
    if (isContinued && isForPeople(deps, options))
      deps.io.stderr.write(
        `Job ${id} was retried by another process since, as job ${newest}. Nothing is bought again.\n`,
      );
    // Whoever types the command lets the job try again where an earlier refusal had stopped its pool.
    await engine.resume({ jobIds: [newest] });
    const jobs = { listed: [{ id: newest, name: plan.jobs[0]?.name ?? "" }] };
    await runToRest(deps, { ...running, jobs, isContinued });
  });
}

interface Adoption {
  /** Job in `unknown`; undefined: the task becomes a job of its own. */
  readonly id: string | undefined;
  readonly taskId: string;
}

/** `TASK_ID`, or `JOB TASK_ID`. */
function readAdoption(ids: readonly string[]): Adoption {
  const [first = "", second, ...more] = ids;
  if (more.length > 0) throw usageError("usage_error", "jobs adopt takes a job and a task, or a task alone.");
  return second === undefined ? { id: undefined, taskId: first } : { id: first, taskId: second };
}

/** Takes a task that a person found; the next `resume` follows and downloads it. */
export async function runJobAdopt(ids: readonly string[], options: AdoptOptions, deps: Deps): Promise<void> {
  const { id, taskId } = readAdoption(ids);
  if (id === undefined) return adoptForeign(taskId, options, deps);
  await withEngine(deps, options, async ({ engine, jobClient }) => {
    requireDone(await engine.adopt(id, taskId));
    await printJob(deps, options, { jobClient, id, word: "adopted" });
  });
}

/** A task of another tool: read by its ID, then a job like any other. Whose ID it is shows its form. */
async function adoptForeign(given: string, options: AdoptOptions, deps: Deps): Promise<void> {
  if (isJobId(given)) {
    const message = `Which task is job ${given} to have? \`${commandAt(`kling jobs adopt ${given} TASK_ID`, options)}\`.`;
    throw usageError("missing_task_id", message);
  }
  const type = options.type === undefined ? undefined : parseTaskType(options.type);
  const isRequest = type === undefined && !options.external && isRequestId(given);
  const { output, purpose } = options;
  await withEngine(deps, options, async ({ engine, jobClient, services }) => {
    const task = isRequest
      ? await requestOf(given, services, () => serviceRow(REQUEST_SERVICE).requireKey(deps, options))
      : await taskOf(given, requireKling(services), { type, isExternal: options.external, deps });
    const result = await engine.adoptForeign({ ...task, output, purpose });
    if (isRequest && result.kind === "refused" && result.isMissing) throw missingRequest(given);
    requireDone(result);
    if (result.kind === "done")
      await printJob(deps, options, { jobClient, id: result.jobId, word: "adopted" });
  });
}

/** A task of Kling, read by the flags of `video status`. */
async function taskOf(
  given: string,
  { reader, hasApiKey }: KlingService,
  { type: asked, isExternal = false, deps }: ReadTask,
): Promise<ForeignTask> {
  const { signal } = deps;
  const client = reader();
  const type = asked ?? (hasApiKey ? undefined : await findType(client, { id: given, isExternal, signal }));
  const handle = chooseHandle({ id: given, type, isExternal, kind: hasApiKey ? "api-key" : "access-key" });
  const task = foundTask(await client.tasks.status(handle, { signal }), given);
  return {
    taskId: task.taskId,
    externalId: task.externalTaskId,
    product: handle.family === "standard" ? undefined : handle.product || undefined,
  };
}

interface ReadTask {
  readonly type: TaskType | undefined;
  readonly isExternal: boolean | undefined;
  readonly deps: Deps;
}

/** A request of Higgsfield, which the engine reads by its ID. */
async function requestOf(
  taskId: string,
  { all }: Services,
  requireKey: () => Promise<void>,
): Promise<ForeignTask> {
  if (!all.some(({ name }) => name === REQUEST_SERVICE)) await requireKey();
  return { taskId, service: REQUEST_SERVICE };
}

const REQUEST_SERVICE = "higgsfield";

function missingRequest(id: string): CliError {
  const message = `Request ${id} was not found at Higgsfield. Check the ID, and that HF_CREDENTIALS is a key of the account that made it. Nothing was bought.`;
  return new CliError({ code: "task_not_found", message, details: { task_id: id } });
}
