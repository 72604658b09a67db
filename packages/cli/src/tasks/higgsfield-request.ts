import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { findKnownTasks } from "../jobs/find-known-tasks.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";

/** Job of this machine's store that made a request. Asking a server would take longer than the call itself. */
export function jobOfRequest(deps: Deps, options: StoreOptions, id: string): string | undefined {
  const address = storeAddress(deps, options);
  return address.kind === "postgres" ? undefined : findKnownTasks(address.path, [id])[0]?.jobId;
}

/** Throws `task_not_found` with the job of a request, for commands that ask Kling, which never made it. */
export function refuseKnownRequest(deps: Deps, options: StoreOptions, id: string): void {
  const job = jobOfRequest(deps, options, id);
  if (job === undefined) return;
  const message = `Task ${id} is a request of Higgsfield, and this command reads tasks of Kling. See its job: \`kling jobs show ${job}\`. To wait for it, run \`kling wait ${job}\`.`;
  throw new CliError({ code: "task_not_found", message, details: { task_id: id, job } });
}
