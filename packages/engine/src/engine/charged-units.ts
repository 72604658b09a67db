import { requireObjects } from "../arguments/require-arguments.ts";
import type { JobState } from "../store/job-state.ts";
import type { JobClient } from "./job-client.ts";
import type { Job } from "./job-view.ts";

/** Nothing is settled yet. */
const UNSETTLED: readonly JobState[] = ["planned", "approved", "submitting", "running", "unknown"];
/** The service charges for these. */
const CHARGED: readonly JobState[] = ["succeeded", "collected", "expired"];

/**
 * What a job cost, in its unit; one that was not bought cost 0. Undefined while that is not settled, and for a task of which
 * neither a price was known nor a charge reported.
 */
export async function chargedUnits(
  jobClient: Pick<JobClient, "sums">,
  job: Pick<Job, "id" | "state" | "estimateUnits">,
): Promise<number | undefined> {
  requireObjects("chargedUnits", { jobClient, job });
  if (UNSETTLED.includes(job.state)) return undefined;
  const { settled } = await jobClient.sums({ jobId: job.id });
  const isUnreported = settled === 0 && job.estimateUnits === undefined && CHARGED.includes(job.state);
  return isUnreported ? undefined : settled;
}
