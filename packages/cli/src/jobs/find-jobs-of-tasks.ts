import { queryJobs } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { withStoreIfThere } from "./open-store.ts";

/** Jobs of a store of any kind that made some tasks, by the ids of these: task ids or external task ids. */
export async function findJobsOfTasks(
  deps: Deps,
  options: StoreOptions,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await withStoreIfThere(deps, options, async ({ reader }) => {
    const limit = ids.length;
    const byTask = await queryJobs(reader, { taskIds: ids, limit });
    const byKey = await queryJobs(reader, { externalIds: ids, limit });
    return [
      ...byKey.flatMap(({ externalId, id }) => (externalId === undefined ? [] : [[externalId, id] as const])),
      ...byTask.flatMap(({ taskId, id }) => (taskId === undefined ? [] : [[taskId, id] as const])),
    ];
  });
  return new Map(found);
}
