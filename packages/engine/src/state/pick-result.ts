import type { TaskFile, TaskView } from "../provider/provider.ts";
import { ONLY_RESULT } from "../store/need-form.ts";
import type { NeedRow } from "../store/schema.ts";

/** What is put in the place of a need. */
export interface PickedResult {
  readonly value: string;
  /** When the address ends. */
  readonly expiresAtMs?: number;
}

/** What a task has for a need; undefined where it shows no such result. A last frame is in no task. */
export function pickResult(
  { form, kind, result }: Pick<NeedRow, "form" | "kind" | "result">,
  task: TaskView,
): PickedResult | undefined {
  if (form === "task-id") return { value: task.taskId };
  if (form === "last-frame") return undefined;
  const alike = resultsOf(task).filter((one) => kind === null || one.kind === kind);
  if (result === ONLY_RESULT && alike.length > 1) return undefined;
  const file = alike[Math.max(result, 1) - 1];
  const value = form === "id" ? file?.id : file?.url;
  if (value === undefined) return undefined;
  const { expiresAtMs } = file ?? {};
  return form === "link" && expiresAtMs !== undefined ? { value, expiresAtMs } : { value };
}

/** The results of a task, of each sound its first format. */
function resultsOf({ files, url, resultId: id }: TaskView): readonly TaskFile[] {
  if (files === undefined)
    return [{ kind: "video", ...(url === undefined ? {} : { url }), ...(id === undefined ? {} : { id }) }];
  return files.filter(({ isOtherFormat }) => !isOtherFormat);
}
