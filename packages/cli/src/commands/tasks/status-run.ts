import type { Deps } from "../../deps.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { ExitSignal } from "../../errors/exit-signal.ts";
import { failedTaskError } from "../../failures/task-errors.ts";
import { recordTasks } from "../../jobs/record-tasks.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import type { TaskGroup } from "../../session/task-types.ts";
import { drawStatus } from "../../tasks/draw-status.ts";
import { openTask } from "../../tasks/open-task.ts";
import { taskJson } from "../../tasks/task-json.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";

export interface StatusOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly type?: string;
  /** The group of the command. */
  readonly group?: TaskGroup;
  readonly verbose?: boolean;
  readonly external?: boolean;
  readonly wait?: boolean;
  readonly timeout?: string;
}

/** Prints where a task stands. Its end is recorded with the job that made it. Exit 8 while it is still running. */
export async function runStatus(
  taskId: string | undefined,
  options: StatusOptions,
  deps: Deps,
): Promise<void> {
  if (options.wait) {
    const { runWait } = await import("../wait/wait-run.ts");
    return runWait(taskId === undefined ? [] : [taskId], options, deps);
  }
  const { task, type } = await openTask(deps, { taskId, options });
  const hasEnded = task.status === "failed" || task.status === "succeeded";
  // A job whose create was unclear is looked for by its external ID: that the task is there is news.
  if (hasEnded || options.external) await recordTasks(deps, options, { tasks: [task] });
  if (task.status === "failed") {
    const { findFailedJob } = await import("../../jobs/find-failed-job.ts");
    const jobId = await findFailedJob(deps, options, task);
    throw failedTaskError({ ...task, group: options.group, jobId, place: options });
  }
  const shown = { type, verbose: options.verbose };
  printResult(deps, options, taskJson(task, shown), (style) => drawStatus(style, task, shown));
  if (!hasEnded) throw new ExitSignal(EXIT.stillPending);
}
