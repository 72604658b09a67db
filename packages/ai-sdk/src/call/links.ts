import type { JobHistory } from "@klingkit/engine";
import { findRoute } from "@klingkit/spec";
import type { TaskSnapshot, TaskVideo } from "klingkit";
import type { Session } from "../session/session.ts";

/** What the service has of each job's videos, by job id. Nothing where the read fails: the files are on the disk. */
export async function readLinks(
  { kling, hasApiKey }: Pick<Session, "kling" | "hasApiKey">,
  jobs: readonly JobHistory[],
): Promise<ReadonlyMap<string, readonly TaskVideo[]>> {
  const taskIds = jobs.flatMap(({ taskId }) => taskId ?? []);
  const tasks = hasApiKey
    ? await kling.tasks.get({ taskIds }).catch(() => [])
    : await readOneByOne(kling, jobs);
  const videos = new Map(tasks.map((task) => [task.taskId, task.videos]));
  return new Map(jobs.map(({ id, taskId = "" }) => [id, videos.get(taskId) ?? []]));
}

/** A key pair reads no list of tasks by their ids. */
async function readOneByOne(
  kling: Session["kling"],
  jobs: readonly JobHistory[],
): Promise<readonly TaskSnapshot[]> {
  const tasks: TaskSnapshot[] = [];
  for (const { routeId, taskId } of jobs) {
    const operation = findRoute(routeId)?.operation;
    if (!operation || taskId === undefined) continue;
    const { family, product } = operation;
    const read = await kling.tasks.status({ family, product, taskId }).catch(() => undefined);
    if (read?.kind === "found") tasks.push(read.task);
  }
  return tasks;
}
