import { type Job, type JobQuery, queryJobs, type Store } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { openEngine } from "./open-engine.ts";
import { withStoreIfThere } from "./open-store.ts";
import { createPlanContext } from "./plan-context.ts";
import type { RecordInput } from "./record-input.ts";
import { OPEN_STATES } from "./record-states.ts";
import { nameServices, openServices, ownsAccount } from "./service.ts";

/** Emulators give the same ids as each other. */
const MOST_ACCOUNTS = 100;

/** Brings the jobs of tasks that were seen at their end up to date, by the engine's own reads. */
export async function recordInStore(
  deps: Deps,
  options: ConnectionOptions & StoreOptions,
  { tasks, file }: RecordInput,
): Promise<void> {
  await withStoreIfThere(deps, options, async (store) => {
    const found = await findJobs(store, tasks);
    const known = file ? found : found.filter(isOpen);
    if (known.length === 0) return;
    const opened = await openServices(deps, options);
    try {
      const services = await nameServices(store, opened);
      const context = createPlanContext(deps, options);
      const engine = openEngine(deps, { store, services, context, outputDir: deps.cwd });
      // An emulator may give ids that another one, or the service, has given before.
      const jobs = known.filter((job) => ownsAccount(services, job));
      await engine.catchUp(jobs.filter(isOpen).map(({ id }) => id));
      const [job] = jobs;
      if (file && job) await engine.recordFile(job.id, file);
    } finally {
      await opened.close();
    }
  });
}

const isOpen = ({ state }: Job): boolean => OPEN_STATES.includes(state);

async function findJobs(store: Store, tasks: RecordInput["tasks"]): Promise<readonly Job[]> {
  const found = new Map<string, Job>();
  const externalIds = tasks.flatMap(({ externalTaskId = [] }) => externalTaskId);
  const queries: JobQuery[] = [
    { taskIds: tasks.map(({ taskId }) => taskId) },
    ...(externalIds.length > 0 ? [{ externalIds }] : []),
  ];
  // Other accounts may have jobs of the same ids.
  for (const query of queries)
    for (const job of await queryJobs(store.reader, { ...query, limit: MOST_ACCOUNTS * tasks.length }))
      found.set(job.id, job);
  return [...found.values()];
}
