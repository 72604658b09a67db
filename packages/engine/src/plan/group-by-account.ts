import type { AccountKey } from "../store/account-key.ts";
import type { PlannedJob } from "./plan.ts";

/** Jobs of a plan that one account pays for. */
export interface AccountJobs extends AccountKey {
  readonly jobs: readonly PlannedJob[];
}

/** The accounts that pay for a plan with their jobs, in the order of the plan. */
export function groupByAccount(
  jobs: readonly PlannedJob[],
  accountFor: (job: PlannedJob) => AccountKey,
): readonly AccountJobs[] {
  const groups = new Map<string, AccountKey & { readonly jobs: PlannedJob[] }>();
  for (const job of jobs) {
    const { provider, account } = accountFor(job);
    const name = JSON.stringify([provider, account]);
    const group = groups.get(name) ?? { provider, account, jobs: [] };
    group.jobs.push(job);
    groups.set(name, group);
  }
  return [...groups.values()];
}
