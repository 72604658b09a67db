import type { ReadOperation, TaskProduct } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { ResponseError } from "../core/errors/response-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { CallOptions } from "../core/send.ts";
import type { CreatedTask, TaskElement, TaskSnapshot } from "../core/task.ts";
import { type CreateOptions, createTask } from "./create.ts";
import type { KlingCore } from "./kling-core.ts";
import { KLING } from "./service-name.ts";
import { elementOf } from "./tasks/library-items.ts";
import { isOther, otherTask } from "./tasks/other-task.ts";
import { parseTask, parseTasks, type TaskContext } from "./tasks/parse-task.ts";
import { listOf } from "./tasks/read-fields.ts";
import { requireTextId } from "./tasks/require-text-id.ts";

export interface PageQuery {
  /** From 1 to 1000. Default 1. */
  readonly pageNum?: number | undefined;
  /** From 1 to 500; voices: to 1000. Default 30. */
  readonly pageSize?: number | undefined;
}

const PAGE_NAMES: KeysOf<PageQuery> = { pageNum: true, pageSize: true };

/** One product of the legacy family, `/v1/…`. Takes an API key or a key pair. */
export interface LegacyResource<Body extends object> {
  /** Makes a task and returns at once; see `tasks.wait`. Costs units when the task succeeds. */
  create(body: Body, options?: CreateOptions): Promise<CreatedTask>;
  /** Reads one task by its id or its external id. Throws NotFoundError. */
  get(id: string, options?: CallOptions): Promise<TaskSnapshot>;
  /** Reads one page of this product's tasks. */
  list(query?: PageQuery, options?: CallOptions): Promise<readonly TaskSnapshot[]>;
}

export function createLegacyResource<Body extends object>(
  core: KlingCore,
  { create, get: getOperation, list: listOperation }: TaskProduct,
): LegacyResource<Body> {
  return {
    create: (body, options) => createTask(core, create, body, options),
    async get(id, options) {
      const task = await getLegacyTask(core, getOperation, id, options);
      // The id may be of either kind, and a record need not show the external one.
      if (task.taskId !== id && isOther(task, { externalTaskId: id }))
        throw otherTask(getOperation, { taskId: id }, task);
      return task;
    },
    list: (query, options) => listLegacyTasks(core, listOperation, query, options),
  };
}

/** `GET /v1/videos/{product}/{id}`. */
export async function getLegacyTask(
  core: KlingCore,
  operation: ReadOperation,
  id: string,
  options: CallOptions = {},
): Promise<TaskSnapshot> {
  requireTextId(id);
  const { data, requestId } = await core.send(operation, { ...options, params: { id } });
  const task = parseTask(data, legacyContext(core, operation));
  if (task) return task;
  throw new ResponseError({
    message: `${operation.method} ${operation.path} answered without a task. Read it again, or through the list.`,
    isRetryable: true,
    mayHaveCharged: "no",
    service: KLING,
    operationId: operation.id,
    requestId,
    taskId: id,
  });
}

const legacyContext = ({ readOthers }: KlingCore, { product }: ReadOperation): TaskContext => ({
  family: "legacy",
  ...dropUndefined({ product, readOthers }),
});

/** A list whose records are elements themselves: the old library's. */
export async function listElements(
  core: KlingCore,
  operation: ReadOperation,
  query: PageQuery = {},
  options: CallOptions = {},
): Promise<readonly TaskElement[]> {
  const { data } = await core.send(operation, { ...options, query: pageOf(query) });
  return listOf(data).flatMap((item) => elementOf(item) ?? []);
}

/** `GET /v1/videos/{product}?pageNum=&pageSize=`. */
export async function listLegacyTasks(
  core: KlingCore,
  operation: ReadOperation,
  query: PageQuery = {},
  options: CallOptions = {},
): Promise<readonly TaskSnapshot[]> {
  const { data } = await core.send(operation, { ...options, query: pageOf(query) });
  return parseTasks(data, legacyContext(core, operation));
}

function pageOf(query: PageQuery) {
  refuseUnknown(query, PAGE_NAMES, "list");
  const { pageNum, pageSize } = query;
  return { pageNum, pageSize };
}
