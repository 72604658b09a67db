import { isExpired, type TaskRecord } from "../../world/tasks/task-record.ts";
import type { ServiceSwitches } from "../switches.ts";
import { renderLegacyTask } from "./legacy-task.ts";
import { renderStandardTask } from "./standard-task.ts";
import type { LinksOf } from "./task-links.ts";

export type ViewShape = "legacy" | "standard";

/** Tasks as JSON text in either shape, whatever family made them. */
export interface TaskViews {
  render(task: TaskRecord, shape: ViewShape): string;
  /** Drops rendered text, for when links change. */
  forget(): void;
}

interface View {
  text: string;
  isWithoutFiles: boolean;
}

/** A record is replaced on every change, so its rendering can be kept with it. */
export function createTaskViews(
  linksOf: LinksOf,
  nowMs: () => number,
  switches: Pick<ServiceSwitches, "solutionSuccessWord">,
): TaskViews {
  const noViews = () => ({
    legacy: new WeakMap<TaskRecord, View>(),
    standard: new WeakMap<TaskRecord, View>(),
  });
  let views = noViews();
  return {
    render(task, shape) {
      const now = nowMs();
      const isWithoutFiles = isExpired(task, now);
      const known = views[shape].get(task);
      if (known && known.isWithoutFiles === isWithoutFiles) return known.text;
      const links = linksOf(task, now);
      const text = JSON.stringify(
        shape === "legacy" ? renderLegacyTask(task, links) : renderStandardTask(task, links, switches),
      );
      views[shape].set(task, { text, isWithoutFiles });
      return text;
    },
    forget() {
      views = noViews();
    },
  };
}
