import type { TaskSnapshot } from "klingkit";
import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import type { FailureCode } from "../errors/exit-code.ts";
import { atPlace, type Place } from "../session/next-commands.ts";
import {
  groupOf,
  isForeignRoute,
  productOfRoute,
  type TaskGroup,
  typeOfProduct,
} from "../session/task-types.ts";

/** Requests of Higgsfield have ids of this form; those of Kling's tasks are numbers. */
export const isRequestId = (id: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id);

const FOR_REQUESTS =
  "A request of Higgsfield is reached by its job: `kling jobs` shows it, `kling jobs adopt ID` makes it.";

/** Error for a task that the service does not show, or no longer. */
export function missingTaskError(
  id: string,
  reason: "not-found" | "expired",
  details: ErrorDetails = {},
): CliError {
  const message =
    reason === "expired"
      ? `Task ${id} is older than the service keeps tasks. Its files are gone.`
      : `Task ${id} was not found. ${isRequestId(id) ? FOR_REQUESTS : "Check the id, --type, and that key and region are those it was created with."}`;
  return new CliError({ code: "task_not_found", message, details: { task_id: id, ...details } });
}

const RISK_CONTROL = /risk control/i;

/** A task that failed, as far as it is known. */
export interface FailedTask extends Pick<TaskSnapshot, "taskId" | "message" | "externalTaskId"> {
  /** The service says that its content policy refused the input or the result. */
  readonly isContentPolicy?: true | undefined;
  readonly product?: string;
  /** Group of the command that asked for it, where the product is not known. */
  readonly group?: TaskGroup | undefined;
  /** What the service says that it took. Default: nothing, as for nearly all failed tasks. */
  readonly billing?: Pick<TaskSnapshot["billing"], "units" | "quota">;
  /** Its job, if the store has one that can be made again. */
  readonly jobId?: string | undefined;
  /** Where commands find the job. Default: the usual store. */
  readonly place?: Place | undefined;
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
export function failedTaskOf({ id, taskId = "", routeId, error }: FailedJob): FailedTask {
  const product = productOfRoute(routeId);
  return {
    taskId,
    message: error?.message ?? "",
    ...(error?.isContentPolicy ? { isContentPolicy: true as const } : {}),
    ...(product === undefined ? {} : { product }),
    ...(isForeignRoute(routeId) ? {} : { jobId: id }),
  };
}

interface FailedJob {
  readonly id: string;
  readonly taskId?: string | undefined;
  readonly routeId: string;
  readonly error?: { readonly message: string; readonly isContentPolicy?: true } | undefined;
}

/** Code of a failed task. Jobs of older stores have only the message. */
export const codeOfFailed = (
  task: Pick<FailedTask, "message" | "product" | "group" | "isContentPolicy">,
): FailedCode =>
  task.isContentPolicy || RISK_CONTROL.test(task.message) ? "content_policy" : failureCodeOf(task);

type FailedCode = FailureCode | "content_policy";

/** Error for a task that the service gave up. */
export function failedTaskError(task: FailedTask, details: ErrorDetails = {}): CliError {
  const { units, quota } = task.billing ?? {};
  const isCharged = [units, quota].some((amount) => Number(amount ?? 0) > 0);
  return new CliError({
    code: codeOfFailed(task),
    message: `${failureText(task)} ${isCharged ? "The service reports a charge for it." : "Nothing was charged."} ${nextText(task)}`,
    details: {
      task_id: task.taskId,
      ...(task.externalTaskId ? { external_task_id: task.externalTaskId } : {}),
      ...details,
      ...(isCharged ? { may_have_charged: "yes" } : {}),
    },
  });
}

function failureText(task: FailedTask): string {
  const what = `The service could not make the ${NOUNS[failureCodeOf(task)]} of task ${task.taskId}`;
  const reason = task.message.replace(/\.$/, "");
  return reason === "" ? `${what}, and gave no reason.` : `${what}: ${reason}.`;
}

const NOUNS: Readonly<Record<FailureCode, string>> = {
  video_failed: "video",
  image_failed: "image",
  audio_failed: "audio",
  tts_failed: "speech",
  voice_failed: "voice",
  element_failed: "element",
};

/** The same request would be refused by the content policy again. Where nothing is known of a job, there is no command that helps. */
function nextText(task: FailedTask): string {
  const { jobId, place } = task;
  if (codeOfFailed(task) === "content_policy") return "Change the prompt or the media, then create it again.";
  if (jobId === undefined) return "Change the request, then create it again.";
  return atPlace(`Change the request, or send the same again: \`kling jobs retry ${jobId}\`.`, place);
}
