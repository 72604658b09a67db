import { KLING_FAMILIES } from "@klingkit/spec";
import { formatUnits } from "../../world/accounts/units.ts";
import { isEnded, type TaskRecord } from "../../world/tasks/task-record.ts";
import { formatSeconds } from "./seconds.ts";

/** Where a task's files are; undefined once they are purged. */
export interface TaskLinks {
  readonly videoId: string;
  readonly url: string | undefined;
  readonly watermarkUrl: string | undefined;
}

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
    status: statusWords[task.status],
    message: task.message,
    create_time: task.createdAtMs,
    update_time: task.updatedAtMs,
    ...(task.externalTaskId === undefined ? {} : { external_id: task.externalTaskId }),
    ...(isSucceeded ? { outputs: [standardVideo(task, links)] } : {}),
    ...(isEnded(task)
      ? {
          billing: [
            {
              charge_type: "unit",
              amount: isSucceeded ? formatUnits(task.units) : "0",
              package_type: "video",
            },
          ],
        }
      : {}),
  };
}

function standardVideo(task: TaskRecord, { videoId, url, watermarkUrl }: TaskLinks) {
  return {
    type: "video",
    id: videoId,
    ...(url === undefined ? {} : { url }),
    ...(watermarkUrl === undefined ? {} : { watermark_url: watermarkUrl }),
    duration: formatSeconds(task.video.durationSeconds),
  };
}
