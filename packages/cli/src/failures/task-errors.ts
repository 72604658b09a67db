import type { TaskSnapshot } from "klingkit";
import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import type { FailureCode } from "../errors/exit-code.ts";
import { groupOf, productOfRoute, type TaskGroup, typeOfProduct } from "../session/task-types.ts";

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

/** A task that failed, as far as it is known. */
export interface FailedTask extends Pick<TaskSnapshot, "taskId" | "message" | "externalTaskId"> {
  readonly product?: string;
  /** Group of the command that asked for it, where the product is not known. */
  readonly group?: TaskGroup | undefined;
}

/** Codes of groups whose tasks make no videos. */
const CODES: Readonly<Partial<Record<TaskGroup, FailureCode>>> = {
  image: "image_failed",
  audio: "audio_failed",
  voice: "voice_failed",
  element: "element_failed",
};

/** Code of a failed task, by what it would have made. */
export function failureCodeOf({ product = "", group }: Pick<FailedTask, "product" | "group">): FailureCode {
  if (product === TTS_PRODUCT) return "tts_failed";
  const type = typeOfProduct(product);
  return CODES[(type && groupOf(type)) ?? group ?? "video"] ?? "video_failed";
}

/** Speech, which is answered at once. */
const TTS_PRODUCT = "audio/tts";

/** The failed task of a job, as the store keeps it. */
export function failedTaskOf({ taskId = "", routeId, error }: FailedJob): FailedTask {
  const product = productOfRoute(routeId);
  return { taskId, message: error?.message ?? "", ...(product === undefined ? {} : { product }) };
}

interface FailedJob {
  readonly taskId?: string | undefined;
  readonly routeId: string;
  readonly error?: { readonly message: string } | undefined;
}

/** Error for a task that the service gave up. Failed tasks cost nothing. */
export function failedTaskError(task: FailedTask, details: ErrorDetails = {}): CliError {
  const code = RISK_CONTROL.test(task.message) ? "content_policy" : failureCodeOf(task);
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
