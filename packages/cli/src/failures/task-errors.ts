import type { TaskSnapshot } from "klingkit";
import { CliError, type ErrorDetails } from "../errors/cli-error.ts";

/** Error for a task that the service does not show, or no longer. */
export function missingTaskError(
  id: string,
  reason: "not-found" | "expired",
  details: ErrorDetails = {},
): CliError {
  const message =
    reason === "expired"
      ? `Task ${id} is older than the service keeps tasks. Its files are gone.`
      : `Task ${id} was not found. Check the id, --type, and that key and region are those it was created with.`;
  return new CliError({ code: "task_not_found", message, details: { task_id: id, ...details } });
}

const RISK_CONTROL = /risk control/i;

/** Error for a task that the service gave up. Failed tasks cost nothing. */
export function failedTaskError(
  task: Pick<TaskSnapshot, "taskId" | "message" | "externalTaskId">,
  details: ErrorDetails = {},
): CliError {
  const code = RISK_CONTROL.test(task.message) ? "content_policy" : "video_failed";
  return new CliError({
    code,
    message: task.message || "The task failed, and the service gave no reason.",
    details: {
      task_id: task.taskId,
      ...(task.externalTaskId ? { external_task_id: task.externalTaskId } : {}),
      ...details,
    },
  });
}
