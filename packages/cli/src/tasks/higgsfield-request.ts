import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { isRequestId } from "../failures/task-errors.ts";
import { findKnownTasks } from "../jobs/find-known-tasks.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";

/** Jobs of the store that made requests, by the ids of these; other ids are left out. No other command than that of the job reaches a request. */
export async function jobsOfRequests(
  deps: Deps,
  options: StoreOptions,
  given: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const address = storeAddress(deps, options);
  const ids = given.filter(isRequestId);
  if (address.kind === "postgres") {
    const { findJobsOfTasks } = await import("../jobs/find-jobs-of-tasks.ts");
    return findJobsOfTasks(deps, options, ids);
  }
  const known = ids.flatMap((id) => {
    const [first] = findKnownTasks(address.path, [id]);
    return first ? [[id, first.jobId] as const] : [];
  });
  return new Map(known);
}

/** Throws `task_not_found` with the job of a request, for commands that ask Kling, which never made it. */
export async function refuseKnownRequest(deps: Deps, options: StoreOptions, id: string): Promise<void> {
  const job = (await jobsOfRequests(deps, options, [id])).get(id);
  if (job === undefined) return;
  const message = `Task ${id} is a request of Higgsfield, and this command reads tasks of Kling. See its job: \`kling jobs show ${job}\`. To wait for it, run \`kling wait ${job}\`.`;
  throw new CliError({ code: "task_not_found", message, details: { task_id: id, job } });
}
