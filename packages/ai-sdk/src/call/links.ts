import type { JobHistory } from "@klingkit/engine";
import { findRoute, TASKS_GET_MAX_IDS } from "@klingkit/spec";
import type { TaskVideo } from "klingkit";
import type { Session } from "../session/session.ts";

/** What the service has of each job's videos, by job id. Jobs whose read fails are absent: their files are on the disk. */
export async function readLinks(
  { kling, hasApiKey }: Pick<Session, "kling" | "hasApiKey">,
  jobs: readonly JobHistory[],
): Promise<ReadonlyMap<string, readonly TaskVideo[]>> {
  const found = new Map<string, readonly TaskVideo[]>();
  const note = (taskId: string, videos: readonly TaskVideo[]) => {
    const job = jobs.find((known) => known.taskId === taskId);
    if (job) found.set(job.id, videos);
  };
  const ids = jobs.flatMap(({ taskId }) => taskId ?? []);
  if (hasApiKey) {
    for (let at = 0; at < ids.length; at += TASKS_GET_MAX_IDS) {
      const taskIds = ids.slice(at, at + TASKS_GET_MAX_IDS);
      const tasks = await kling.tasks.get({ taskIds }).catch(() => []);
      for (const { taskId, videos } of tasks) note(taskId, videos);
    }
    return found;
  }
  for (const job of jobs) {
    const operation = findRoute(job.routeId)?.operation;
    if (!operation || job.taskId === undefined) continue;
    const { family, product } = operation;
    const read = await kling.tasks.status({ family, product, taskId: job.taskId }).catch(() => undefined);
    if (read?.kind === "found") note(job.taskId, read.task.videos);
  }
  return found;
}
