import { isJsonObject } from "@klingkit/spec";
import type { TaskSnapshot } from "../../core/task.ts";

/** Whether a task shows something to fetch: a link of a result, or another kind of output. */
export function hasResult(task: TaskSnapshot): boolean {
  return task.results.some(({ links }) => links.length > 0) || hasOtherOutput(task);
}

/** Results of kinds that are not read yet, such as voices, are left in `raw`. */
function hasOtherOutput({ raw }: TaskSnapshot): boolean {
  if (!isJsonObject(raw)) return false;
  const { outputs, task_result } = raw;
  if (Array.isArray(outputs))
    return outputs.some((item) => isJsonObject(item) && !READ_TYPES.includes(String(item["type"])));
  const results = isJsonObject(task_result) ? Object.entries(task_result) : [];
  return results.some(([name, list]) => !READ_LISTS.includes(name) && Array.isArray(list) && list.length > 0);
}

const READ_TYPES: readonly string[] = ["video"];
const READ_LISTS: readonly string[] = ["videos"];
