import type { Job } from "@klingkit/engine/jobs";
import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { isStoreThere, openJobs, withStoreIfThere } from "../jobs/open-store.ts";
import { recordTasks } from "../jobs/record-tasks.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { StoreOptions } from "../session/store-address.ts";

/** What the store knows of a task. */
export interface ListedJob {
  readonly job: Job;
  readonly prompt: string | undefined;
}

/** Jobs of this account that made listed tasks, by task id; what ended is recorded with them. A store that is not there is not made. */
export async function readListedJobs(
  deps: Deps,
  options: ConnectionOptions & StoreOptions,
  tasks: readonly TaskSnapshot[],
): Promise<ReadonlyMap<string, ListedJob>> {
  if (tasks.length === 0 || !isStoreThere(deps, options)) return new Map();
  const ended = tasks.filter(({ status }) => status === "succeeded" || status === "failed");
  await recordTasks(deps, options, { tasks: ended });
  // Most lists are asked for where no store is.
  const { accountGiven, accountsKept } = await import("../jobs/account-given.ts");
  const names = await accountGiven(deps, options);
  const found = new Map<string, ListedJob>();
  await withStoreIfThere(deps, options, async (store) => {
    const jobClient = openJobs(deps, store);
    const accounts = names ? await accountsKept(store, { provider: "kling", ...names }) : [];
    const taskIds = tasks.map(({ taskId }) => taskId);
    // The account may have a job of one task under two of its names.
    const jobs = await jobClient.jobs({ accounts, taskIds, limit: accounts.length * taskIds.length });
    const prompts = await jobClient.prompts(jobs.map(({ id }) => id));
    for (const job of jobs) found.set(job.taskId ?? "", { job, prompt: prompts.get(job.id) });
  });
  return found;
}
