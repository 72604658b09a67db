import type { VideoPlan } from "../../media/index.ts";
import type { TaskStore } from "../../world/tasks/task-store.ts";
import type { ResultLinks } from "./result-links.ts";

/** Size of an image or a video by its link, where this emulator made it; undefined for all other addresses, which are not read. */
export function sizeOfResult(
  url: string,
  { links, tasks }: { readonly links: ResultLinks; readonly tasks: TaskStore },
): Pick<VideoPlan, "widthPx" | "heightPx"> | undefined {
  const file = URL.canParse(url) ? links.read(new URL(url).pathname) : undefined;
  const plan = file && tasks.find(file.taskId)?.results[file.index];
  return plan && "widthPx" in plan ? { widthPx: plan.widthPx, heightPx: plan.heightPx } : undefined;
}
