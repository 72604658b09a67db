import { isKeptFromDisk } from "../collect/kept-from-disk.ts";
import { RESULT_GONE } from "../collect/result-gone.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { endJob } from "../state/end-job.ts";
import { getJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { type DecisionResult, DONE, refused } from "./manual-decisions.ts";

/**
 * A person knows that the service will give no file for a job any more, before its time there is over: deleted, say. What was charged
 * stays on record, and the job can be retried.
 */
export async function giveUpResult(
  { store, clock }: Pick<EngineContext, "store" | "clock">,
  id: string,
  by: string,
): Promise<DecisionResult> {
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const job = await getJob(db, id);
    const why = whyNot(job);
    if (why !== undefined) return refused(why);
    const message = `${by} gave the file up: ${errorOf(job)?.message ?? "the service gives none"}`;
    await endJob(db, job, {
      to: "expired",
      atMs,
      event: { kind: "job-expired", data: { message, by } },
      set: { error_json: JSON.stringify({ code: RESULT_GONE, message }) },
    });
    return DONE;
  });
}

function whyNot(job: JobRow): string | undefined {
  const { id, state, waits_for } = job;
  if (state !== "succeeded" || waits_for !== "link")
    return `job ${id} is ${state}; a file is given up only if its job waits for its link (\`waits_for\`: link), after \`kling resume\` got none`;
  const { code, message } = errorOf(job) ?? {};
  if (!isKeptFromDisk(code)) return undefined;
  return `the service has the file of job ${id}, and this machine did not save it: ${message}`;
}

/** Written by the engine. */
const errorOf = ({ error_json }: JobRow): { readonly code?: string; readonly message: string } | undefined =>
  error_json === null ? undefined : JSON.parse(error_json);
