import type { Job, JobClient } from "@klingkit/engine";

/** Nothing is settled yet. */
const UNSETTLED: readonly Job["state"][] = ["planned", "approved", "submitting", "running", "unknown"];

/** Whether a job is at an end that says what it cost; one that was not bought costs nothing. */
export const isSettled = ({ state }: Pick<Job, "state">): boolean => !UNSETTLED.includes(state);

/** What a job cost, in its unit; undefined while that is not settled. */
export async function chargedUnits(
  jobClient: Pick<JobClient, "sums">,
  job: Pick<Job, "id" | "state">,
): Promise<number | undefined> {
  return isSettled(job) ? (await jobClient.sums({ jobId: job.id })).settled : undefined;
}
