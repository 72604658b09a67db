import { existsSync } from "node:fs";
import type { Job, JobClient } from "@klingkit/engine";
import { createKlingReads, type KlingReads } from "klingkit/reads";
import { parseTimeoutMs } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { isRequestId } from "../../failures/task-errors.ts";
import { madeText } from "../../jobs/files-json.ts";
import { isFileMissing } from "../../jobs/is-file-missing.ts";
import { recordTasks } from "../../jobs/record-tasks.ts";
import { clientOptions } from "../../session/client-options.ts";
import { waitCommand } from "../../session/next-commands.ts";
import { readNotifyRule } from "../../session/notify-rule.ts";
import { type ConnectionOptions, readSettings } from "../../session/settings.ts";
import { type StoreOptions, storeAddress } from "../../session/store-address.ts";
import {
  groupOf,
  parseTaskType,
  SOLUTION,
  type TaskGroup,
  type TaskType,
  typeOfRoute,
} from "../../session/task-types.ts";
import { drawStatus } from "../../tasks/draw-status.ts";
import { chooseHandle, findType, knownType } from "../../tasks/open-task.ts";
import { statusWord, taskJson } from "../../tasks/task-json.ts";
import { type WaitedEnd, waitForTasks } from "../../tasks/wait-for-tasks.ts";
import {
  collectedJson,
  errorOfRow,
  errorOfRows,
  mayHaveChargedFor,
  rowJson,
  type WaitedRow,
  type WaitWords,
} from "../../tasks/wait-result.ts";
import { isAtRest, isJobId, readJobs, type Targets, tasksOf } from "../../tasks/wait-targets.ts";
import { countOf } from "../../terminal/count-of.ts";
import { createLiveLine } from "../../terminal/live-line.ts";
import { notifyEnd } from "../../terminal/notify.ts";
import { isForPeople, type OutputOptions, printJson, printResult } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { createTaskbar } from "../../terminal/taskbar.ts";

export interface WaitOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly type?: string;
  /** Group of the command that waits. */
  readonly group?: TaskGroup;
  readonly external?: boolean;
  readonly timeout?: string;
  readonly verbose?: boolean;
}

/** Waits for tasks of any origin and for jobs of the store; what ends is recorded in the store. */
export async function runWait(given: readonly string[], options: WaitOptions, deps: Deps): Promise<void> {
  const named = given.map((id) => id.trim()).filter(Boolean);
  const ids = [...new Set(options.external ? named : await byJobs(deps, options, named))];
  if (ids.length === 0) throw usageError("missing_task_id", "Which task? Give its id, or several.");
  const type = options.type === undefined ? undefined : parseTaskType(options.type, options.group);
  const timeoutMs = parseTimeoutMs(options.timeout);
  const settings = readSettings(deps, options);
  const notify = readNotifyRule(deps, options);
  const startedAtMs = deps.clock.nowMs();
  // Without a key of Kling there may be jobs of Higgsfield, which end by the store.
  const kind = settings.credentials?.value.kind ?? "api-key";
  const isExternal = options.external ?? false;
  let reads: KlingReads | undefined;
  const kling = {
    get tasks() {
      reads ??= createKlingReads(clientOptions(deps, settings));
      return reads.tasks;
    },
  };
  const known = kind === "access-key" && !type ? await readTypes(deps, options, { ids, kling }) : undefined;
  const read = { isExternal, kind, ...(options.group ? { group: options.group } : {}) };
  const typeOfJob = (routeId: string) => {
    const found = typeOfRoute(routeId);
    // With an API key `/tasks` has all tasks but those of solutions.
    return kind === "access-key" || (found && groupOf(found) === SOLUTION) ? found : undefined;
  };
  const handles = {
    handleOf: (id: string) => chooseHandle({ ...read, id, type: type ?? known?.get(id) }),
    handleOfJob: (id: string, routeId: string) =>
      chooseHandle({ ...read, id, type: typeOfJob(routeId) ?? type }),
  };
  const words = {
    type,
    group: type === undefined ? options.group : groupOf(type),
    verbose: options.verbose,
    resume: waitCommand(ids, { ...options, isExternal, type }),
    place: options,
  };
  const work = { ids, options, kling, hasApiKey: kind === "api-key", timeoutMs, words };
  const wait = (jobClient: JobClient | undefined) =>
    follow(deps, { ...work, targets: { ids, isExternal, jobClient, ...handles } });
  const rows =
    !isExternal && ids.some(isJobId) ? await withClientOfJobs(deps, options, wait) : await wait(undefined);
  const ended = {
    rule: notify,
    tookMs: deps.clock.nowMs() - startedAtMs,
    text: `kling wait: ${countOf(ids.length, "task")} ended`,
  };
  if (isForPeople(deps, options)) notifyEnd(deps.io.stderr, deps.env, ended);
  print(deps, options, { rows, words });
}

/** A request of Higgsfield is waited for by its job: Kling, which is asked for tasks, does not know it. */
async function byJobs(deps: Deps, options: WaitOptions, ids: readonly string[]): Promise<readonly string[]> {
  if (!ids.some(isRequestId)) return ids;
  const { jobsOfRequests } = await import("../../tasks/higgsfield-request.ts");
  const jobs = await jobsOfRequests(deps, options, ids);
  return ids.map((id) => jobs.get(id) ?? id);
}

/** Types of tasks, by a job of the store that made them or by the service: a key pair reads each type on its own path. */
async function readTypes(
  deps: Deps,
  options: WaitOptions,
  { ids, kling }: { readonly ids: readonly string[]; readonly kling: Pick<KlingReads, "tasks"> },
): Promise<ReadonlyMap<string, TaskType | undefined>> {
  const { group, external: isExternal = false } = options;
  const found = new Map<string, TaskType | undefined>();
  for (const id of ids) {
    if (!isExternal && isJobId(id)) continue;
    const known = await knownType(deps, options, id);
    found.set(id, known ?? (await findType(kling, { id, isExternal, group, signal: deps.signal })));
  }
  return found;
}

/** The store is opened only where an id is a job's. */
async function withClientOfJobs<Result>(
  deps: Deps,
  options: WaitOptions,
  use: (jobClient: JobClient | undefined) => Promise<Result>,
): Promise<Result> {
  const address = storeAddress(deps, options);
  // A store that is not there has no jobs, and is not made by a wait.
  if (address.kind === "sqlite" && !existsSync(address.path)) {
    const message = `There is no store ${address.path}, so there are no jobs in it. --store names another store.`;
    throw new CliError({ code: "job_not_found", message });
  }
  const { withJobClient } = await import("../../jobs/with-job-client.ts");
  return withJobClient(deps, options, use);
}

interface Work {
  readonly ids: readonly string[];
  readonly options: WaitOptions;
  readonly kling: Pick<KlingReads, "tasks">;
  readonly hasApiKey: boolean;
  readonly timeoutMs: number;
  readonly words: WaitWords;
  readonly targets: Targets;
}

async function follow(deps: Deps, work: Work): Promise<readonly WaitedRow[]> {
  const { ids, options, targets, words } = work;
  const line = createLiveLine(deps, isForPeople(deps, options));
  const taskbar = createTaskbar(deps.io.stderr, deps.env, isForPeople(deps, options));
  const startedAtMs = deps.clock.nowMs();
  let jobs = new Map<string, Job>();
  let lastSeen: ReadonlyMap<string, WaitedEnd> = new Map();
  const rowOf = (id: string, ends: ReadonlyMap<string, WaitedEnd>): WaitedRow => ({
    id,
    end: ends.get(id),
    job: jobs.get(id),
  });
  const isDone = ({ end, job }: WaitedRow) =>
    end && end.kind !== "pending" ? true : job !== undefined && isAtRest(job);
  try {
    const ends = await waitForTasks(deps, {
      ...work,
      async tasks() {
        jobs = new Map(await readJobs(targets));
        return tasksOf(targets, jobs);
      },
      isOver: (seen) => ids.every((id) => isDone(rowOf(id, seen))),
      async onRound(ended, seen) {
        lastSeen = seen;
        await recordTasks(deps, options, { tasks: ended });
        const done = ids.filter((id) => isDone(rowOf(id, seen))).length;
        taskbar.show(ids.length === 1 ? undefined : done / ids.length);
        line.draw(
          progressText(
            ids.map((id) => rowOf(id, seen)),
            { isDone, ms: deps.clock.nowMs() - startedAtMs },
          ),
        );
      },
    });
    const assets = await targets.jobClient?.assets([...jobs.values()].map(({ id }) => id));
    const failedJobs = await findFailedJobs(deps, options, ends);
    return ids.map((id) => ({
      ...rowOf(id, ends),
      failedJobId: failedJobs.get(id),
      assets: assets?.get(jobs.get(id)?.id ?? ""),
    }));
  } catch (cause) {
    if (!deps.signal.aborted) throw cause;
    const message = `Interrupted. Tasks continue at the service while nobody waits. To wait again, run \`${words.resume}\`.`;
    const rows = ids.map((id) => rowOf(id, lastSeen));
    const details = { ids, resume: words.resume, may_have_charged: mayHaveChargedFor(rows) };
    throw new CliError({ code: "interrupted", message, exitCode: EXIT.interrupted, details, cause });
  } finally {
    line.clear();
    taskbar.clear();
  }
}

/** Jobs of failed tasks, by the id that was waited for. */
async function findFailedJobs(
  deps: Deps,
  options: StoreOptions,
  ends: ReadonlyMap<string, WaitedEnd>,
): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const [id, end] of ends) {
    if (end.kind !== "ended" || end.task.status !== "failed") continue;
    const { findFailedJob } = await import("../../jobs/find-failed-job.ts");
    found.set(id, await findFailedJob(deps, options, end.task));
  }
  return found;
}

function progressText(
  rows: readonly WaitedRow[],
  { isDone, ms }: { readonly isDone: (row: WaitedRow) => boolean; readonly ms: number },
): string {
  const seconds = `${Math.round(ms / 1000)} s`;
  const [first] = rows;
  if (rows.length > 1) return `${rows.filter(isDone).length} of ${rows.length} ended · ${seconds}`;
  const task = first?.end && "task" in first.end ? first.end.task : undefined;
  return `${task ? statusWord(task) : (first?.job?.state ?? "submitted")} · ${seconds}`;
}

interface Printed {
  readonly rows: readonly WaitedRow[];
  readonly words: WaitWords;
}

function print(deps: Deps, options: WaitOptions, { rows, words }: Printed): void {
  const error = errorOfRows(rows, words);
  const [first] = rows;
  if (rows.length === 1 && first) {
    if (error) throw error;
    printOne(deps, options, { row: first, type: words.type });
    return;
  }
  const result = {
    success: error === undefined,
    tasks: rows.map((row) => rowJson(row, words)),
    count: rows.length,
  };
  const { stdout } = deps.io;
  if (isForPeople(deps, options)) {
    const style = createStyle(stdout, deps.env);
    for (const row of rows) {
      const problem = errorOfRow(row, words);
      stdout.write(`${problem ? style.bad(problem.code) : style.good("succeed")} ${style.bold(row.id)}\n`);
    }
  } else printJson(deps, result);
  if (error) throw error;
}

function printOne(
  deps: Deps,
  options: WaitOptions,
  { row: { end, job, assets }, type }: { readonly row: WaitedRow; readonly type: TaskType | undefined },
): void {
  if (end?.kind !== "ended") {
    if (job)
      printResult(deps, options, collectedJson(job, assets), (style) =>
        isFileMissing(job)
          ? `${style.warn("done")} ${madeText(job, assets)} (not there)\n${style.dim("To download the file again, run the same batch again.\n")}`
          : `${style.good("done")} ${madeText(job, assets)}\n`,
      );
    return;
  }
  const shown = { type, verbose: options.verbose };
  printResult(deps, options, taskJson(end.task, shown), (style) => drawStatus(style, end.task, shown));
}
