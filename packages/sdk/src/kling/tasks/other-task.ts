import type { Operation } from "@klingkit/spec";
import { ResponseError } from "../../core/errors/response-error.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import { KLING } from "../service-name.ts";

/** Ids of a task that a call is about. */
export type AskedIds = {
  readonly [Name in keyof Pick<TaskHandle, "taskId" | "externalTaskId">]: string | undefined;
};

/**
 * Whether an answer is about the task that was asked for. Where only the external id is known, a record that shows none says
 * nothing against it: some pages leave it out.
 */
export function isOther({ taskId, externalTaskId }: TaskSnapshot, asked: AskedIds): boolean {
  if (asked.taskId !== undefined) return taskId !== asked.taskId;
  return externalTaskId !== undefined && externalTaskId !== asked.externalTaskId;
}

/** A cache or gateway that mixes answers up: the read has failed, and says nothing about the task. */
export function otherTask(
  { id, method, path }: Pick<Operation, "id" | "method" | "path">,
  asked: AskedIds,
  { taskId }: TaskSnapshot,
): ResponseError {
  const name = asked.taskId ?? `external id ${asked.externalTaskId ?? ""}`;
  return new ResponseError({
    message: `${method} ${path} was asked for task ${name} but the response is task ${taskId}. It is not used. Read it again; if this happens again, check caches and proxies in between.`,
    isRetryable: true,
    mayHaveCharged: "no",
    service: KLING,
    operationId: id,
    ...asked,
  });
}
