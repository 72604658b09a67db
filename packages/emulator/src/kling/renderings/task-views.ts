import { purgedAtMs, type ResultLinks } from "../../server/results/result-links.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { renderLegacyTask } from "./legacy-task.ts";
import { renderStandardTask } from "./standard-task.ts";

export type ViewShape = "legacy" | "standard";

/** Tasks as JSON text in either shape, whatever family made them. */
export interface TaskViews {
  render(task: TaskRecord, shape: ViewShape): string;
  /** Forgets rendered text, for when links change. */
  forget(): void;
}

interface View {
  text: string;
  isPurged: boolean;
}

/** A record is replaced on every change, so its rendering can be kept with it. */
export function createTaskViews(links: ResultLinks, nowMs: () => number): TaskViews {
  const fresh = () => ({
    legacy: new WeakMap<TaskRecord, View>(),
    standard: new WeakMap<TaskRecord, View>(),
  });
  let views = fresh();
  return {
    render(task, shape) {
      const now = nowMs();
      const isPurged = now >= purgedAtMs(task);
      const known = views[shape].get(task);
      if (known && known.isPurged === isPurged) return known.text;
      const render = shape === "legacy" ? renderLegacyTask : renderStandardTask;
      const text = JSON.stringify(render(task, links.of(task, now)));
      views[shape].set(task, { text, isPurged });
      return text;
    },
    forget() {
      views = fresh();
    },
  };
}
