import { KLING_FAMILIES } from "@klingkit/spec";
import { isEnded, type TaskRecord } from "../../world/tasks/task-record.ts";
import { formatUnits, klingState } from "./format.ts";
import { standardOutputs } from "./result-items.ts";
import type { TaskLinks } from "./task-links.ts";

const { statusWords } = KLING_FAMILIES.standard;

/** Answer of a create. @source DOC 2026-09, LIVE 2026-09-28 */
export function renderStandardCreated(task: TaskRecord) {
  return {
    id: task.id,
    status: statusWords.submitted,
    message: "",
    create_time: task.createdAtMs,
    update_time: task.createdAtMs,
    ...(task.externalTaskId === undefined ? {} : { external_id: task.externalTaskId }),
  };
}

/** Task as `/tasks` and the callbacks of standard creates show it. @source DOC 2026-09, LIVE 2026-09-20 */
export function renderStandardTask(task: TaskRecord, links: TaskLinks) {
  const isSucceeded = task.status === "succeeded";
  return {
    id: task.id,
    status: statusWords[klingState(task.status)],
    message: task.message,
    create_time: task.createdAtMs,
    update_time: task.updatedAtMs,
    ...(task.externalTaskId === undefined ? {} : { external_id: task.externalTaskId }),
    ...(isSucceeded ? { outputs: standardOutputs(task, links) } : {}),
    ...(isEnded(task)
      ? {
          billing: [
            {
              charge_type: "unit",
              amount: isSucceeded ? formatUnits(task.units) : "0",
              package_type: task.unit,
            },
          ],
        }
      : {}),
  };
}
