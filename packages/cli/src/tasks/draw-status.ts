import type { TaskSnapshot } from "klingkit";
import { formatPairs } from "../terminal/pairs.ts";
import type { Style } from "../terminal/style.ts";
import { statusWord, type TaskJsonOptions, taskJson } from "./task-json.ts";

/** A task for people: its status, its id, and what is known of its result. */
export function drawStatus(style: Style, task: TaskSnapshot, shown: TaskJsonOptions): string {
  const { success: _, task_id: id, status: __, ...rest } = taskJson(task, shown);
  const paint = task.status === "succeeded" ? style.good : style.accent;
  const pairs = Object.entries(rest).map(([key, value]): [string, string] => [
    key.replaceAll("_", " "),
    key === "duration" ? `${String(value)} s` : String(value),
  ]);
  const body = pairs.length > 0 ? formatPairs(pairs, style.dim) : "";
  return `${paint(statusWord(task))} ${style.bold(String(id))}\n${body}`;
}
