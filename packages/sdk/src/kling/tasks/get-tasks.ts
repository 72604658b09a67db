import { TASKS_GET_MAX_IDS, tasksQuery } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { ConfigError } from "../../core/errors/config-error.ts";
import { refuseUnknown } from "../../core/refuse-unknown.ts";
import type { CallOptions } from "../../core/send.ts";
import type { TaskSnapshot } from "../../core/task.ts";
import type { KlingCore } from "../kling-core.ts";
import { otherTask } from "./other-task.ts";
import { parseTasks } from "./parse-task.ts";
import { requireTextId } from "./require-text-id.ts";
import type { TaskQuery } from "./task-query.ts";

/** Which family reads; see `TaskIds`. */
export interface TaskFamily {
  /** `solutions` asks `/solutions`, which has the tasks of all solutions and no others. Default: `/tasks`, which has the others. */
  readonly family?: "solutions" | undefined;
}

/** Which tasks to read: by the service's ids or by the caller's, not both. */
export type TaskIds = TaskFamily &
  (
    | { readonly taskIds: readonly string[]; readonly externalTaskIds?: undefined }
    | { readonly externalTaskIds: readonly string[]; readonly taskIds?: undefined }
  );

const NAMES: KeysOf<TaskIds> = { taskIds: true, externalTaskIds: true, family: true };

const TASKS: TaskQuery = { operation: tasksQuery, maxIds: TASKS_GET_MAX_IDS };

/** `GET /tasks` or `GET /solutions`, split into requests of 20 ids. */
export async function getTasks(
  core: KlingCore,
  ids: TaskIds,
  options: CallOptions = {},
): Promise<readonly TaskSnapshot[]> {
  requireIds(ids);
  const { operation, maxIds } = (ids.family && core.solutions) ?? TASKS;
  const [name, list] = ids.taskIds
    ? (["task_ids", ids.taskIds] as const)
    : (["external_task_ids", ids.externalTaskIds] as const);
  const unique = [...new Set(list)];
  for (const id of unique) requireTextId(id);
  const bad = unique.find((id) => id.trim() === "" || id.includes(","));
  if (bad !== undefined) throw unusableId(bad);
  const found: TaskSnapshot[] = [];
  for (let at = 0; at < unique.length; at += maxIds) {
    const asked = unique.slice(at, at + maxIds);
    const { data } = await core.send(operation, { ...options, query: { [name]: asked.join(",") } });
    const tasks = parseTasks(data, dropUndefined({ readOthers: core.readOthers, family: ids.family }));
    const stray = tasks.find(({ taskId, externalTaskId }) =>
      ids.taskIds ? !asked.includes(taskId) : externalTaskId !== undefined && !asked.includes(externalTaskId),
    );
    if (stray)
      throw otherTask(operation, { [ids.taskIds ? "taskId" : "externalTaskId"]: asked.join(", ") }, stray);
    found.push(...tasks);
  }
  return found;
}

/** An empty answer to a question that was not asked would be read as "not bought". */
function requireIds(ids: TaskIds): void {
  refuseUnknown(ids, NAMES, "tasks.get");
  if (Array.isArray(ids.taskIds) !== Array.isArray(ids.externalTaskIds)) return;
  throw new ConfigError({
    option: "taskIds",
    message: "tasks.get needs a list of taskIds, or one of externalTaskIds. Nothing was sent.",
  });
}

function unusableId(id: string): ConfigError {
  return new ConfigError({
    option: "taskIds",
    message: `'${id}' cannot be asked for: ids are joined by commas, so an id is not blank and has no comma.`,
  });
}
