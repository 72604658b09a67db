import type { StatusOutcome, TaskHandle, TaskSnapshot } from "klingkit";
import { createKlingReads, type KlingReads } from "klingkit/reads";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { isRequestId, missingTaskError } from "../failures/task-errors.ts";
import { clientOptions } from "../session/client-options.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../session/settings.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";
import {
  defaultTypeOf,
  groupOf,
  parseTaskType,
  productOf,
  resourceOf,
  SOLUTION,
  type TaskGroup,
  type TaskType,
  typeOfRoute,
  typesToAsk,
} from "../session/task-types.ts";

export interface OpenTaskInput {
  readonly taskId: string | undefined;
  readonly options: ConnectionOptions &
    StoreOptions & { readonly type?: string; readonly group?: TaskGroup; readonly external?: boolean };
}

export interface OpenedTask {
  readonly kling: KlingReads;
  readonly task: TaskSnapshot;
  readonly handle: TaskHandle & { readonly taskId: string };
  readonly type: TaskType | undefined;
  readonly baseUrl: string;
}

/** Checks the flags, then finds a task. Throws `task_not_found` and the like. */
export async function openTask(deps: Deps, { taskId, options }: OpenTaskInput): Promise<OpenedTask> {
  const id = taskId?.trim();
  if (!id) throw usageError("missing_task_id", "Which task? Give its id.");
  const { group = "video" } = options;
  const asked = options.type === undefined ? undefined : parseTaskType(options.type, group);
  const settings = readSettings(deps, options);
  const credentials = requireCredentials(settings);
  const isExternal = options.external ?? false;
  if (!isExternal && isRequestId(id))
    await (await import("./higgsfield-request.ts")).refuseKnownRequest(deps, options, id);
  // With an API key `/tasks` answers for every type.
  const kling = createKlingReads(clientOptions(deps, settings));
  const type: TaskType | undefined =
    asked ??
    (credentials.kind === "access-key"
      ? ((await knownType(deps, options, id)) ??
        (await findType(kling, { id, group, isExternal, signal: deps.signal })))
      : undefined);
  const handle = chooseHandle({ id, type, group, isExternal, kind: credentials.kind });
  const task = foundTask(await kling.tasks.status(handle, { signal: deps.signal }), id);
  return { kling, task, handle: { ...handle, taskId: task.taskId }, type, baseUrl: settings.baseUrl.value };
}

/** Type of a task that a job of this machine made. */
export async function knownType(
  deps: Deps,
  options: StoreOptions,
  id: string,
): Promise<TaskType | undefined> {
  const address = storeAddress(deps, options);
  // Asking a server would take longer than the call itself; its users name the type.
  if (address.kind === "postgres") return undefined;
  const { findKnownTasks } = await import("../jobs/find-known-tasks.ts");
  const [known] = findKnownTasks(address.path, [id]);
  return known && typeOfRoute(known.routeId);
}

interface Sought {
  readonly id: string;
  readonly isExternal: boolean;
  /** Default: any. */
  readonly group?: TaskGroup | undefined;
  readonly signal: AbortSignal;
}

/**
 * Type of a task that another tool made. A key pair reads each type on its own path, so they are asked one after the other until one
 * shows the task; undefined where none does.
 */
export async function findType(
  { tasks }: Pick<KlingReads, "tasks">,
  { group, signal, ...named }: Sought,
): Promise<TaskType | undefined> {
  for (const [at, type] of typesToAsk(group).entries()) {
    try {
      const handle = chooseHandle({ ...named, type, kind: "access-key" });
      if ((await tasks.status(handle, { signal })).kind === "found") return type;
    } catch (error) {
      // What is wrong with the key or the connection shows at the first; a later path may be closed to an account.
      if (at === 0 || signal.aborted) throw error;
    }
  }
  return undefined;
}

const SOLUTIONS_NEED_KEY =
  "Solution tasks can be read with an API key only. Set KLING_API_KEY. Nothing was sent.";

interface Choice {
  readonly id: string;
  readonly type: TaskType | undefined;
  /** Whose default type a key pair reads. Default: videos. */
  readonly group?: TaskGroup;
  readonly isExternal: boolean;
  readonly kind: "api-key" | "access-key";
}

/** With an API key and no type, `/tasks` knows tasks of every type; otherwise the legacy path of the type is asked. */
export function chooseHandle({ id, type, group = "video", isExternal, kind }: Choice): TaskHandle {
  const ids = isExternal ? { externalTaskId: id } : { taskId: id };
  if ((type === undefined ? group : groupOf(type)) === SOLUTION) {
    if (kind !== "api-key") throw usageError("unsupported_type", SOLUTIONS_NEED_KEY);
    return { ...ids, family: "solutions", product: type === undefined ? "" : productOf(type) };
  }
  if (type === undefined && kind === "api-key") return { ...ids, family: "standard", product: "" };
  const legacyType = type ?? defaultTypeOf(group);
  if (resourceOf(legacyType)) return { ...ids, family: "legacy", product: productOf(legacyType) };
  // The paths of these products come with their operations; until then /tasks answers for them.
  if (kind === "api-key") return { ...ids, family: "standard", product: "" };
  throw usageError(
    "unsupported_type",
    `--type ${legacyType}: this version reads such tasks with an API key only. Set KLING_API_KEY.`,
  );
}

export function foundTask(outcome: StatusOutcome, id: string): TaskSnapshot {
  switch (outcome.kind) {
    case "found":
      return outcome.task;
    case "not-visible-yet":
      throw new CliError({
        code: "still_pending",
        message: `Task ${id} was just created and is not visible yet. Ask again in half a minute.`,
        details: { task_id: id, may_have_charged: "yes" },
      });
    default:
      throw missingTaskError(id, outcome.kind);
  }
}
