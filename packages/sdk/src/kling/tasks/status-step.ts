import { dropUndefined } from "@klingkit/spec/core";
import type { CallOptions, SendInput } from "../../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";

/** How a task was found: by its own path, in the product's list, through `GET /tasks` or through `GET /solutions`. */
export type StatusVia = "direct" | "list" | "tasks" | "solutions";

/** One way to read a task; undefined where it does not know the task. */
export interface Step {
  readonly via: StatusVia;
  readonly read: () => Promise<TaskSnapshot | undefined>;
}

/** A read that breaks must not lose the ids of a paid task: its error carries them. */
export type ReadOptions = CallOptions & Pick<SendInput, "taskId" | "externalTaskId">;

export const isSame = (task: TaskSnapshot, { taskId, externalTaskId }: TaskHandle): boolean =>
  taskId === undefined ? task.externalTaskId === externalTaskId : task.taskId === taskId;

/** The record does not say what made the task; the handle does. */
export function adopt(task: TaskSnapshot, handle: TaskHandle): TaskSnapshot {
  const { family, product, model, externalTaskId, createdAtMs } = handle;
  return { ...dropUndefined({ model, externalTaskId, createdAtMs }), ...task, family, product };
}
