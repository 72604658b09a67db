import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../../deps.ts";
import { openTask } from "../../tasks/open-task.ts";
import { failedTaskError, statusWord, taskJson } from "../../tasks/task-json.ts";
import type { TaskType } from "../../tasks/task-types.ts";
import { printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatPairs } from "../../terminal/table.ts";
import type { StatusOptions } from "./status.ts";

export async function runStatus(
  taskId: string | undefined,
  options: StatusOptions,
  deps: Deps,
): Promise<void> {
  const { task, type } = await openTask(deps, { taskId, options });
  if (task.status === "failed") throw failedTaskError(task);
  const result = taskJson(task, { type, verbose: options.verbose });
  printResult(deps, options, result, (style) => drawStatus(style, task, { type, verbose: options.verbose }));
}

interface Shown {
  readonly type: TaskType | undefined;
  readonly verbose: boolean | undefined;
}

function drawStatus(style: Style, task: TaskSnapshot, shown: Shown): string {
  const { success: _, task_id: id, status: __, ...rest } = taskJson(task, shown);
  const paint = task.status === "succeeded" ? style.good : style.accent;
  const pairs = Object.entries(rest).map(([key, value]): [string, string] => [
    key.replaceAll("_", " "),
    key === "duration" ? `${String(value)} s` : String(value),
  ]);
  const body = pairs.length > 0 ? formatPairs(pairs, style.dim) : "";
  return `${paint(statusWord(task))} ${style.bold(String(id))}\n${body}`;
}
