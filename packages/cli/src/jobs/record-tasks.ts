import type { Deps } from "../deps.ts";
import { resumeCommand } from "../session/next-commands.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";
import type { RecordInput, SeenTask } from "./record-input.ts";
import { FILE_STATES, OPEN_STATES } from "./record-states.ts";

/**
 * Records in the store what was seen of tasks that its jobs made, so that `jobs`, `budget` and a later `resume` know it.
 * Where no job waits for the news, the engine is not loaded. A store that cannot be reached changes nothing for the caller.
 */
export async function recordTasks(
  deps: Deps,
  options: ConnectionOptions & StoreOptions,
  input: RecordInput,
): Promise<void> {
  const { tasks, file } = input;
  const states = file ? FILE_STATES : OPEN_STATES;
  if (tasks.length === 0 || !(await mayBeNews(deps, options, { tasks, states }))) return;
  try {
    const { recordInStore } = await import("./record-in-store.ts");
    await recordInStore(deps, options, input);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (deps.io.stderr.isTty)
      deps.io.stderr.write(
        `The store was not updated: ${reason}. \`${resumeCommand(options)}\` updates it.\n`,
      );
  }
}

async function mayBeNews(
  deps: Deps,
  options: StoreOptions,
  { tasks, states }: { readonly tasks: readonly SeenTask[]; readonly states: readonly string[] },
): Promise<boolean> {
  const address = storeAddress(deps, options);
  if (address.kind === "postgres") return true;
  const { findKnownTasks } = await import("./find-known-tasks.ts");
  const ids = tasks.flatMap(({ taskId, externalTaskId = [] }) => [taskId].concat(externalTaskId));
  return findKnownTasks(address.path, ids).some(({ state }) => states.includes(state));
}
