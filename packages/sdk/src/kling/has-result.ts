import { isJsonObject } from "@klingkit/spec";
import type { TaskSnapshot } from "../core/task.ts";

/** Whether a task shows something to fetch: a link of a video, sound, or another kind of output. */
export function hasResult(task: TaskSnapshot): boolean {
  return task.videos.some(({ url }) => url !== undefined) || task.audios.length > 0 || hasOtherOutput(task);
}

/** Results other than video and sound, such as images and voices, are left in `raw`. */
function hasOtherOutput({ raw }: TaskSnapshot): boolean {
  if (!isJsonObject(raw)) return false;
  const { outputs, task_result } = raw;
  if (Array.isArray(outputs)) return outputs.some((item) => isJsonObject(item) && item["type"] !== "video");
  const results = isJsonObject(task_result) ? Object.entries(task_result) : [];
  return results.some(([name, list]) => name !== "videos" && Array.isArray(list) && list.length > 0);
}
