import type { EngineContext } from "../context/engine-context.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import { getJob } from "../store/jobs.ts";
import { findHolder, recordAccepted } from "../submit/record-accepted.ts";
import { type DecisionResult, DONE, refused } from "./manual-decisions.ts";

/** Goes on with a task that a person found for a job in `unknown`. The task is read before it is believed. */
export async function adoptTask(context: EngineContext, id: string, taskId: string): Promise<DecisionResult> {
  const job = await getJob(context.store.reader, id);
  if (job.state !== "unknown")
    return refused(`job ${id} is ${job.state}; only a job in unknown adopts a task`);
  const ref = { routeId: job.route_id, externalId: job.ext_id, taskId };
  const [read] = await context.provider.read([ref], { timeoutMs: context.timing.readTimeoutMs });
  const answer = read && ownAnswer(read, ref);
  if (answer?.kind !== "found") return refused(`the service does not show a task ${taskId}`);
  const taken = await findHolder(context.store.reader, job, taskId);
  if (taken !== undefined) return refused(`task ${taskId} belongs to job ${taken}`);
  const { createdAtMs = context.clock.nowMs() } = answer.task;
  await recordAccepted(context, job, { taskId, atMs: createdAtMs, how: "adopted" });
  const { state, task_id } = await getJob(context.store.reader, id);
  return task_id === taskId ? DONE : refused(`job ${id} was decided meanwhile and is ${state}`);
}
