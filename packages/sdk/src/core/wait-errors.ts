import { AbortError } from "./errors/abort-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";
import type { TaskHandle } from "./task.ts";

/** A task as messages name it. */
export const nameOfTask = ({ taskId, externalTaskId }: TaskHandle): string =>
  taskId ?? `with external id ${externalTaskId ?? ""}`;

const idsOf = ({ service, taskId, externalTaskId }: TaskHandle) => ({ service, taskId, externalTaskId });

/** The caller aborted a wait. */
export function createWaitAbort(handle: TaskHandle, elapsedMs: number, cause: unknown): AbortError {
  return new AbortError({
    message: `Waiting for task ${nameOfTask(handle)} was aborted. The task keeps running; wait for it again with the same handle.`,
    isRetryable: false,
    mayHaveCharged: "unknown",
    phase: "wait",
    elapsedMs,
    ...idsOf(handle),
    cause,
  });
}

export interface EndedWait {
  readonly elapsedMs: number;
  readonly timeoutMs: number;
  /** The service's word; undefined when the task was never seen. */
  readonly lastStatus: string | undefined;
  readonly cause: unknown;
}

/** The deadline of a wait passed. */
export function createWaitTimeout(
  handle: TaskHandle,
  { elapsedMs, timeoutMs, lastStatus, cause }: EndedWait,
): TimeoutError {
  const last =
    lastStatus === undefined
      ? "it was never seen. If it exists, it"
      : `its last status is '${lastStatus}'. The task`;
  return new TimeoutError({
    message: `Task ${nameOfTask(handle)} did not end within ${timeoutMs} ms; ${last} keeps running; wait for it again with the same handle.`,
    isRetryable: true,
    mayHaveCharged: "unknown",
    phase: "wait",
    elapsedMs,
    ...idsOf(handle),
    handle,
    cause,
  });
}
