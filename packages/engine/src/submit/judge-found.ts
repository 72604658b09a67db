import type { EngineContext } from "../context/engine-context.ts";
import type { PlannedJob } from "../plan/plan.ts";
import type { TaskView } from "../provider/provider.ts";
import type { IntentRow, JobRow } from "../store/schema.ts";

/** What a task that was found under a job's key is to the job. */
export type Claim =
  | { readonly kind: "own" }
  /** Somebody else made it under the same key, before us. */
  | { readonly kind: "foreign"; readonly message: string }
  | { readonly kind: "unverified"; readonly message: string; readonly taskId: string };

/** Clocks of the service and of this machine may differ by so much. @source INF */
const CLOCK_SLACK_MS = 60_000;

export const saysDuplicate = ({ answer }: Pick<IntentRow, "answer">): boolean =>
  answer?.startsWith('{"kind":"duplicate"') === true;

/**
 * A derived or random key is made by nobody else, and after an unclear send the task may be ours. But where a key that the
 * caller chose was refused as taken at its very first send, that send has made nothing: the task is somebody else's.
 */
export async function judgeFound(
  context: EngineContext,
  { job, intent, task }: { readonly job: JobRow; readonly intent: IntentRow; readonly task: TaskView },
): Promise<Claim> {
  if (!saysDuplicate(intent) || intent.unclear_sends > 0) return { kind: "own" };
  if (!(await isChosenKey(context, job))) return { kind: "own" };
  const { taskId, createdAtMs } = task;
  const name = `The external id ${job.ext_id} belongs to task ${taskId}`;
  if (createdAtMs !== undefined && createdAtMs < intent.opened_at - CLOCK_SLACK_MS) {
    const when = new Date(createdAtMs).toISOString();
    const message = `${name}, created ${when}, before this job was sent. Nothing was bought. Pass another id, or read that task: kling video status ${taskId}`;
    return { kind: "foreign", message };
  }
  const message = `${name}. Kling refused this job's first send because of it, so another client may have created it. A person must decide whether the task is yours`;
  return { kind: "unverified", message, taskId };
}

async function isChosenKey({ store }: EngineContext, { id, ext_id }: JobRow): Promise<boolean> {
  const { planned_json } = await store.reader
    .selectFrom("job_plan")
    .select("planned_json")
    .where("job_id", "=", id)
    .executeTakeFirstOrThrow();
  // Written by `insertBatch`.
  const { request } = JSON.parse(planned_json) as PlannedJob;
  return request.externalTaskId === ext_id;
}
