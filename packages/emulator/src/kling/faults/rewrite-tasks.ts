import { isJsonObject, type JsonObject } from "@klingkit/spec";

/** Changes every task record in the JSON text of an answer, in either family's shape. */
export function rewriteTasks(text: string, change: (task: JsonObject) => JsonObject): string {
  return JSON.stringify(rewrite(JSON.parse(text), change));
}

function rewrite(value: unknown, change: (task: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change));
  if (!isJsonObject(value)) return value;
  if (isTask(value)) return change(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rewrite(part, change)]));
}

const isTask = (value: JsonObject): boolean =>
  ("id" in value && "status" in value) || ("task_id" in value && "task_status" in value);

/** The task in a status that no documentation names, with nothing to fetch. */
export function withStatus(task: JsonObject, status: string): JsonObject {
  const { outputs, billing, ...rest } = task;
  return "task_id" in rest ? { ...rest, task_status: status, task_result: {} } : { ...rest, status };
}

/** Another task in place of this one: it has failed, and has no external id. */
export function asOther(task: JsonObject, taskId: string): JsonObject {
  return "task_id" in task
    ? {
        ...task,
        task_id: taskId,
        task_status: "failed",
        task_status_msg: "of another task",
        task_info: {},
        task_result: {},
      }
    : { id: taskId, status: "failed", message: "of another task" };
}

/** The task with results that have no links. */
export function withoutLinks(task: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(task).map(([name, part]) => [name, stripLinks(part)]));
}

function stripLinks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripLinks);
  if (!isJsonObject(value)) return value;
  const rest = Object.entries(value).filter(([name]) => name !== "url" && name !== "watermark_url");
  return Object.fromEntries(rest.map(([name, part]) => [name, stripLinks(part)]));
}
