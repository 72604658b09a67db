import type { EngineContext } from "../context/engine-context.ts";
import { refOf } from "../follow/follow-jobs.ts";
import type { CancelAnswer } from "../provider/provider.ts";
import { REST_STATES } from "../state/transitions.ts";
import { getJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { catchUp } from "./catch-up.ts";
import { cancelJob, type DecisionResult, DONE, refused } from "./manual-decisions.ts";

/**
 * Takes a job back: one that was not sent yet, or one whose task waits at a service that can cancel it. Whether that came in time
 * is what a read shows.
 */
export async function cancelAnywhere(context: EngineContext, job: JobRow): Promise<DecisionResult> {
  const { provider, store, timing } = context;
  if (job.state !== "running" || !provider.cancel) return cancelJob(context, job.id);
  const { readTimeoutMs: timeoutMs } = timing;
  const answer = await provider.cancel(refOf(job), { timeoutMs }).catch(
    (error: unknown): CancelAnswer => ({
      kind: "error",
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  await catchUp(context, [job.id]);
  const { state } = await getJob(store.reader, job.id);
  if (state === "canceled") return DONE;
  const why =
    answer.kind === "accepted" ? "it had begun before the service received the request" : answer.message;
  const now = REST_STATES.includes(state) ? `The job is ${state}` : `The job is ${state}, and continues`;
  return refused(`the task of job ${job.id} was not canceled: ${why.replace(/\.$/, "")}. ${now}`);
}
