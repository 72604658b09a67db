import { parseJson } from "../core/json.ts";
import type { TaskSnapshot } from "../core/task.ts";
import { readOtherResults } from "../kling/tasks/other-results.ts";
import { parseTask } from "../kling/tasks/parse-task.ts";
import { WebhookError } from "./webhook-error.ts";

/**
 * Reads the task in a callback of either family without checking who sent it: a hint to read the task, never more.
 * Throws WebhookError `body`.
 */
export function readCallback(rawBody: string): TaskSnapshot {
  const task = parseTask(parseOrFail(rawBody), { readOthers: readOtherResults });
  // Events of other senders have an ID, too, such as klingkit's own.
  if (task && task.rawStatus !== "") return task;
  throw new WebhookError("body", "There is no task in the callback.");
}

function parseOrFail(body: string): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new WebhookError("body", "The callback is not JSON.", cause);
  }
}
