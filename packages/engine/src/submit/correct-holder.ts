import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import type { TaskView } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { getJob, updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { lookUp } from "./look-up.ts";
import { findHolder } from "./record-accepted.ts";

/**
 * One answer was given to two creates, and the wrong job was the first to write it down. A task whose record shows this job's key is
 * this job's: the other one gets the task that its own key leads to. False where that cannot be told, or is too late.
 */
export async function correctHolder(context: EngineContext, job: JobRow, task: TaskView): Promise<boolean> {
  if (task.externalId !== job.ext_id) return false;
  const { store, clock } = context;
  const holderId = await findHolder(store.reader, job, task.taskId);
  if (holderId === undefined) return true;
  const holder = await getJob(store.reader, holderId);
  if (holder.state !== "running") return false;
  const answer = await lookUp(context, holder);
  if (answer.kind !== "found" || answer.task.taskId === task.taskId) return false;
  const { taskId } = answer.task;
  const nowMs = clock.nowMs();
  try {
    return await store.write(async (db) => {
      if ((await findHolder(db, holder, taskId)) !== undefined) return false;
      await updateJob(db, holder, { task_id: taskId, next_at: nowMs, lease_owner: null });
      const data = { taskId, ...serviceKeyOf(holder) };
      await addEvent(db, { atMs: nowMs, jobId: holder.id, kind: "job-adopted", data });
      return true;
    });
  } catch (error) {
    // It was being read at this moment; the next look-up tries again.
    if (isLost(error)) return false;
    throw error;
  }
}
