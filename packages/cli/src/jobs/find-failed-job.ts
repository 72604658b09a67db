import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";
import { isForeignRoute } from "../session/task-types.ts";

/** ID of the job of this machine's store that a failed task belongs to, if it can be made again. Its end is recorded already. */
export async function findFailedJob(
  deps: Deps,
  options: StoreOptions,
  { taskId }: Pick<TaskSnapshot, "taskId">,
): Promise<string | undefined> {
  const address = storeAddress(deps, options);
  // Asking a server would take longer than the call itself.
  if (address.kind === "postgres") return undefined;
  const { findKnownTasks } = await import("./find-known-tasks.ts");
  const known = findKnownTasks(address.path, [taskId]);
  return known.find(({ state, routeId }) => state === "failed" && !isForeignRoute(routeId))?.jobId;
}
