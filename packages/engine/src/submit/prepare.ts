import type { EngineContext } from "../engine/settings.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import { wireJob } from "../plan/wire-job.ts";
import { moveJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import type { Prepared } from "./open-intents.ts";

/** Builds the body; a job that can no longer be built as it was approved ends here, before any byte leaves. */
export async function prepare(context: EngineContext, job: JobRow): Promise<Prepared | undefined> {
  try {
    const { planned_json } = await context.store.reader
      .selectFrom("job_plan")
      .select("planned_json")
      .where("job_id", "=", job.id)
      .executeTakeFirstOrThrow();
    // Written by `enqueue` from a plan whose hash vouched for it.
    const planned = JSON.parse(planned_json) as PlannedJob;
    const { callbackUrl } = context;
    const ids = { externalTaskId: job.ext_id, ...(callbackUrl === undefined ? {} : { callbackUrl }) };
    return { job, body: await wireJob(planned, ids, context.plans) };
  } catch (error) {
    await refuseUnsendable(context, job, error);
    return undefined;
  }
}

/** Nothing was sent in the present attempt: an approved job ends; one with an open intent is left for a person. */
async function refuseUnsendable(context: EngineContext, job: JobRow, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof PlanError ? error.code : "payload_unavailable";
  context.onError(error, job.id);
  if (job.state !== "approved") throw error;
  const atMs = context.clock.nowMs();
  await context.store.write((db) =>
    moveJob(db, job, {
      to: "rejected",
      atMs,
      event: "job-rejected",
      data: { code, message },
      set: { error_json: JSON.stringify({ code, message }) },
    }),
  );
}
