import type { MayHaveCharged } from "@klingkit/spec/core";
import { redact, redactAll } from "../redact.ts";
import type { TaskSnapshot } from "../task.ts";
import { hasMarker, KlingkitError } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.TaskFailedError");

/** The service gave the task up, or it was canceled (`KLINGKIT_TASK_CANCELED`). Failed tasks are not charged unless the task's own billing says otherwise. */
export class TaskFailedError extends KlingkitError {
  override readonly name: string = "TaskFailedError";
  readonly [marker] = true;
  readonly status: string;
  /** The service's own words, redacted. */
  readonly reason: string;
  /** The content policy refused the input or the result. */
  readonly isContentPolicy: boolean;
  /** The task as it was read: texts redacted, deep levels cut. */
  readonly task: TaskSnapshot;

  constructor(task: TaskSnapshot) {
    const reason = task.message === "" ? "the service gave no reason" : redact(task.message);
    const isCanceled = task.status === "canceled";
    super({
      message: isCanceled
        ? `Task ${task.taskId} was canceled before it ran.`
        : `Task ${task.taskId} failed: ${reason}.`.replace(/\.\.$/, "."),
      code: isCanceled ? "KLINGKIT_TASK_CANCELED" : "KLINGKIT_TASK_FAILED",
      isRetryable: false,
      mayHaveCharged: chargeOf(task),
      service: task.service,
      taskId: task.taskId,
      externalTaskId: task.externalTaskId,
    });
    this.status = task.rawStatus;
    this.reason = reason;
    this.isContentPolicy = task.isContentPolicy === true;
    // Redacting changes texts only; ids stay as they are, to find the task again.
    this.task = { ...(redactAll(task) as TaskSnapshot), ...idsOf(task) };
  }

  static override isInstance(value: unknown): value is TaskFailedError {
    return hasMarker(value, marker);
  }
}

const idsOf = ({ taskId, externalTaskId }: TaskSnapshot) => ({
  taskId,
  ...(externalTaskId === undefined ? {} : { externalTaskId }),
});

function chargeOf({ billing }: TaskSnapshot): MayHaveCharged {
  return Number(billing.units ?? 0) > 0 || Number(billing.quota ?? 0) > 0 ? "yes" : "no";
}
