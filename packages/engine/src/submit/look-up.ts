import { callContext, type EngineContext } from "../context/engine-context.ts";
import { readWithinTime } from "../context/within-time.ts";
import { ownAnswer } from "../provider/own-answer.ts";
import type { ReadAnswer, Recovery } from "../provider/provider.ts";
import type { JobRow } from "../store/schema.ts";

/** How a lost answer of a job is found out about. */
export const recoveryOf = (
  { provider }: Pick<EngineContext, "provider">,
  job: Pick<JobRow, "route_id">,
): Recovery => provider.recoveryOf?.(job.route_id) ?? "lookup";

/** Asks the service for the task of a job's key. Never throws. */
export async function lookUp(
  context: EngineContext,
  job: Pick<JobRow, "route_id" | "ext_id">,
): Promise<ReadAnswer> {
  // Nothing but a create would tell.
  if (recoveryOf(context, job) !== "lookup") return { kind: "absent" };
  const ref = { routeId: job.route_id, externalId: job.ext_id };
  try {
    const { readTimeoutMs } = context.timing;
    const answer = await readWithinTime(
      readTimeoutMs,
      context.provider.lookup(ref, callContext(context, readTimeoutMs)),
    );
    return ownAnswer(answer, ref);
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}
