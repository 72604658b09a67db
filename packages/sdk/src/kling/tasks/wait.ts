import { RETENTION_DAYS, VISIBILITY_DELAY_SECONDS } from "@klingkit/spec";
import { NotFoundError } from "../../core/errors/not-found-error.ts";
import type { CallOptions } from "../../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import { waitForTask } from "../../core/wait.ts";
import { nameOfTask } from "../../core/wait-errors.ts";
import type { WaitOptions } from "../../core/wait-options.ts";
import type { KlingCore } from "../kling-core.ts";
import { KLING } from "../service-name.ts";
import { hasResult } from "./has-result.ts";
import type { LegacySteps } from "./legacy-steps.ts";
import { readStatus, type StatusOutcome } from "./status.ts";

/** Polls a task of either family until it ends; see `TaskReads.wait`. */
export function waitForKlingTask(
  core: KlingCore,
  legacy: LegacySteps | undefined,
  handle: TaskHandle,
  options?: WaitOptions,
): Promise<TaskSnapshot> {
  const reader = {
    hasResult,
    async read(callOptions: CallOptions, elapsedMs: number) {
      const outcome = await readStatus(core, legacy, handle, callOptions);
      return outcome.kind === "found" ? outcome.task : notYet(handle, outcome, elapsedMs);
    },
  };
  return waitForTask(core, handle, reader, options);
}

type Missing = Exclude<StatusOutcome, { readonly kind: "found" }>;

/** Undefined when there is reason to look again. Throws when there is none. */
function notYet(handle: TaskHandle, outcome: Missing, elapsedMs: number): undefined {
  // Without a creation time the task may be seconds old, and it is older than the wait in any case.
  const mayAppear = outcome.kind === "not-visible-yet" || outcome.ageSeconds === undefined;
  if (!mayAppear || elapsedMs >= VISIBILITY_DELAY_SECONDS * 1000) throw absent(handle, outcome.kind);
}

function absent(handle: TaskHandle, kind: Missing["kind"]): NotFoundError {
  const isExpired = kind === "expired";
  return new NotFoundError({
    message: isExpired
      ? `Task ${nameOfTask(handle)} is older than ${RETENTION_DAYS} days; the service has removed it and its files.`
      : `Task ${nameOfTask(handle)} is not known to the service. Check the id, the region and the account.`,
    code: isExpired ? "KLINGKIT_TASK_EXPIRED" : "KLINGKIT_NOT_FOUND",
    reason: "not-found",
    isRetryable: false,
    mayHaveCharged: "unknown",
    service: KLING,
    taskId: handle.taskId,
    externalTaskId: handle.externalTaskId,
  });
}
