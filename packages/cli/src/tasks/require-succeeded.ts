import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { failedTaskError } from "../failures/task-errors.ts";
import { recordTasks } from "../jobs/record-tasks.ts";
import { statusCommand } from "../session/next-commands.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { StoreOptions } from "../session/store-address.ts";
import type { TaskGroup, TaskType } from "../session/task-types.ts";
import { statusWord } from "./task-json.ts";

/** Throws where a task has no results: it failed, which its job learns of, or it is still running. */
export async function requireSucceeded(
  deps: Deps,
  options: ConnectionOptions & StoreOptions & { readonly group?: TaskGroup },
  { task, type }: { readonly task: TaskSnapshot; readonly type: TaskType | undefined },
): Promise<void> {
  if (task.status === "failed") {
    await recordTasks(deps, options, { tasks: [task] });
    const { findFailedJob } = await import("../jobs/find-failed-job.ts");
    const jobId = await findFailedJob(deps, options, task);
    throw failedTaskError({ ...task, group: options.group, jobId, place: options });
  }
  if (task.status === "succeeded") return;
  throw new CliError({
    code: "still_pending",
    message: `Task ${task.taskId} is ${statusWord(task)}; there is nothing to download yet.`,
    details: {
      task_id: task.taskId,
      resume: statusCommand({ id: task.taskId, type, connection: options }),
      may_have_charged: "yes",
    },
  });
}
