import type { JsonObject } from "@klingkit/spec";
import { AbortError, KlingkitError } from "klingkit";
import type { EngineContext } from "../context/engine-context.ts";
import { FrameError } from "../frames/frame-error.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import { isOperationJob, wireOperation } from "../plan/plan-operation.ts";
import { wireJob } from "../plan/wire-job.ts";
import type { Refusal } from "../provider/provider.ts";
import type { JobRow } from "../store/schema.ts";
import { isPassing } from "../store/store-error.ts";
import { ResultUnavailable } from "./result-unavailable.ts";
import { takeResults } from "./take-results.ts";
import { uploadMedia } from "./upload-media.ts";
import type { Opened } from "./write-intents.ts";

export type PreparedBody =
  | {
      readonly kind: "ready";
      readonly body: JsonObject;
      readonly allowsRetired: boolean;
      readonly operation?: string;
    }
  | ({ readonly kind: "refused" } & Refusal);

/**
 * Builds the body of a job that holds a slot; media are read only now, so that waiting jobs cost no memory.
 * What is no longer as it was approved is refused by ourselves: nothing has left, and nothing will.
 */
export async function prepareBody(
  context: EngineContext,
  { job, intent, planText }: Opened,
): Promise<PreparedBody> {
  const { store, plans, callbackUrl } = context;
  try {
    const text = planText ?? (await readPlan(store, job));
    // Written by `insertBatch` from a plan whose hash vouched for it.
    const planned = JSON.parse(text) as PlannedJob;
    const ids = { externalTaskId: job.ext_id, ...(callbackUrl === undefined ? {} : { callbackUrl }) };
    const { allowsRetired = false, operation } = planned;
    const wire = isOperationJob(planned) ? wireOperation : wireJob;
    const body = await takeResults(context, { job, intent, planned, body: await wire(planned, ids, plans) });
    return {
      kind: "ready",
      body: await uploadMedia(context, { planned, body, firstSentAtMs: intent.opened_at }),
      allowsRetired,
      ...(operation === undefined ? {} : { operation }),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isCoded =
      error instanceof PlanError ||
      error instanceof ResultUnavailable ||
      error instanceof FrameError ||
      KlingkitError.isInstance(error);
    const code = isCoded ? error.code : "payload_unavailable";
    return { kind: "refused", remedy: mayPassLater(error, context) ? "later" : "never", code, message };
  }
}

async function readPlan({ reader }: EngineContext["store"], { id }: JobRow): Promise<string> {
  const { planned_json } = await reader
    .selectFrom("job_plan")
    .select("planned_json")
    .where("job_id", "=", id)
    .executeTakeFirstOrThrow();
  return planned_json;
}

/** A file that is gone or not an image stays so; a machine that is short of something recovers, and so does a store. */
function mayPassLater(error: unknown, { interrupt }: EngineContext): boolean {
  // The process is being stopped, which shows nothing about the file: whoever continues reads it again.
  if (interrupt?.aborted || AbortError.isInstance(error)) return true;
  if (isPassing(error)) return true;
  if (error instanceof ResultUnavailable) return error.isPassing;
  if (KlingkitError.isInstance(error)) return error.isRetryable;
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === "EMFILE" || code === "ENFILE" || code === "ENOMEM" || code === "EAGAIN";
}
