import { type Job, namesOfAccount, rememberEarlierAccounts } from "@klingkit/engine/jobs";
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

/** Ids per query; below SQLite's limit of parameters. */
const CHUNK = 400;

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
  const { accountGiven } = await import("../jobs/account-given.ts");
  const names = await accountGiven(deps, options);
  const found = new Map<string, ListedJob>();
  await withStoreIfThere(deps, options, async (store) => {
    const jobClient = openJobs(deps, store);
    const known = names && (await rememberEarlierAccounts(store, { provider: "kling", ...names }));
    const accounts = known ? namesOfAccount(known).map((account) => ({ provider: "kling", account })) : [];
    for (let at = 0; at < tasks.length; at += CHUNK) {
      const taskIds = tasks.slice(at, at + CHUNK).map(({ taskId }) => taskId);
      const jobs = await jobClient.jobs({ accounts, taskIds, limit: CHUNK });
      const prompts = await jobClient.prompts(jobs.map(({ id }) => id));
      for (const job of jobs) found.set(job.taskId ?? "", { job, prompt: prompts.get(job.id) });
    }
  });
  return found;
}
