import type { CallOptions } from "../../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import type { WaitOptions } from "../../core/wait-options.ts";
import type { KlingCore } from "../kling-core.ts";
import { getTasks, type TaskIds } from "./get-tasks.ts";
import type { LegacySteps } from "./legacy-steps.ts";
import { readStatus, type StatusOutcome } from "./status.ts";
import { waitForKlingTask } from "./wait.ts";

/** Reads of tasks whose ids are known. Free, and safe to repeat. */
export interface TaskReads {
  /** `GET /tasks` or `GET /solutions`, 20 ids per request. Ids that the service does not know are missing from the result. */
  get(ids: TaskIds, options?: CallOptions): Promise<readonly TaskSnapshot[]>;
  /** Where a task stands; expected outcomes such as "not found" are values. Throws only when the read itself failed. */
  status(handle: TaskHandle, options?: CallOptions): Promise<StatusOutcome>;
  /** Polls until the task ends. Throws TaskFailedError, TimeoutError (with the handle to go on with), AbortError. */
  wait(handle: TaskHandle, options?: WaitOptions): Promise<TaskSnapshot>;
}

export function createTaskReads(core: KlingCore, legacy?: LegacySteps): TaskReads {
  return {
    get: (ids, options) => getTasks(core, ids, options),
    status: (handle, options) => readStatus(core, legacy, handle, options),
    wait: (handle, options) => waitForKlingTask(core, legacy, handle, options),
  };
}
