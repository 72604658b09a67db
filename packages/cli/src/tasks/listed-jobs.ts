import type { Job } from "@klingkit/engine";
import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { isStoreThere, openJobs, withStoreIfThere } from "../jobs/open-store.ts";
import { recordTasks } from "../jobs/record-tasks.ts";
import { accountName } from "../session/account-name.ts";
import { isEmulator } from "../session/emulator-probe.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../session/settings.ts";
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
  const settings = readSettings(deps, options);
  const credentials = requireCredentials(settings);
  const isFake = await isEmulator(deps, settings.baseUrl.value);
  const account = accountName({ ...settings, credentials }, { isEmulator: isFake });
  const found = new Map<string, ListedJob>();
  await withStoreIfThere(deps, options, async (store) => {
    const jobClient = openJobs(deps, store);
    for (let at = 0; at < tasks.length; at += CHUNK) {
      const taskIds = tasks.slice(at, at + CHUNK).map(({ taskId }) => taskId);
      const jobs = await jobClient.jobs({ account, taskIds, limit: CHUNK });
      const prompts = await jobClient.prompts(jobs.map(({ id }) => id));
      for (const job of jobs) found.set(job.taskId ?? "", { job, prompt: prompts.get(job.id) });
    }
  });
  return found;
}
