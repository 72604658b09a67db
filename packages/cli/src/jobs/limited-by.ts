import type { Job, JobClient } from "@klingkit/engine";

/** The process whose limit stopped jobs, where that is not `owner`: it may have read another policy, or an older one. */
export async function readLimitedBy(
  jobClient: Pick<JobClient, "job">,
  jobs: readonly Pick<Job, "id" | "waitsFor">[],
  owner: string,
): Promise<string | undefined> {
  const held = jobs.find(({ waitsFor }) => waitsFor === "budget");
  if (held === undefined) return undefined;
  const { events } = await jobClient.job(held.id);
  const worker = events.findLast(({ kind }) => kind === "job-over-budget")?.worker;
  return worker === owner ? undefined : (worker ?? undefined);
}
