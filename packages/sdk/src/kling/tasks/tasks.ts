import { isJsonObject, type KnownTaskStatus, solutionsScan, tasksScan } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { refuseUnknown } from "../../core/refuse-unknown.ts";
import type { CallOptions } from "../../core/send.ts";
import type { TaskSnapshot } from "../../core/task.ts";
import type { KlingCore } from "../kling-core.ts";
import type { TaskFamily } from "./get-tasks.ts";
import type { LegacySteps } from "./legacy-steps.ts";
import { parseTasks } from "./parse-task.ts";
import { createTaskReads, type TaskReads } from "./task-reads.ts";

export interface TasksQuery extends TaskFamily {
  /** Unix ms. Default 30 days before the end. */
  readonly startTimeMs?: number | undefined;
  /** Unix ms. Default now. */
  readonly endTimeMs?: number | undefined;
  /** `nextCursor` of the previous page; the times are then ignored, the filters are not. */
  readonly cursor?: string | undefined;
  /** Tasks per page, 1–500. Default 100, of solutions 500. */
  readonly limit?: number | undefined;
  readonly statuses?: readonly KnownTaskStatus[] | undefined;
  /** Not for solutions, which are filtered by status alone. */
  readonly productTypes?: readonly ("video" | "image" | "try_on")[] | undefined;
}

const NAMES: KeysOf<TasksQuery> = {
  family: true,
  startTimeMs: true,
  endTimeMs: true,
  cursor: true,
  limit: true,
  statuses: true,
  productTypes: true,
};

export interface TaskPage {
  readonly tasks: readonly TaskSnapshot[];
  readonly nextCursor?: string;
  readonly hasMore: boolean;
}

/** Reads of tasks of all families. Free, and safe to repeat. */
export interface TasksResource extends TaskReads {
  /** `POST /tasks` or `POST /solutions`: one page of the tasks of the account. */
  list(query?: TasksQuery, options?: CallOptions): Promise<TaskPage>;
  /** All pages, one task after the other. */
  iterate(query?: TasksQuery, options?: CallOptions): AsyncIterable<TaskSnapshot>;
}

export function createTasks(core: KlingCore, legacy?: LegacySteps): TasksResource {
  return {
    ...createTaskReads(core, legacy),
    list: (query, options) => listTasks(core, query, options),
    iterate: (query, options) => iterateTasks(core, query, options),
  };
}

async function listTasks(
  core: KlingCore,
  query: TasksQuery = {},
  options: CallOptions = {},
): Promise<TaskPage> {
  refuseUnknown(query, NAMES, "tasks.list");
  const { family } = query;
  const { data } = await core.send(family === "solutions" ? solutionsScan : tasksScan, {
    ...options,
    body: scanBody(query),
  });
  const { next_cursor, has_more } = isJsonObject(data) ? data : {};
  const nextCursor = typeof next_cursor === "string" && next_cursor !== "" ? next_cursor : undefined;
  return {
    tasks: parseTasks(data, dropUndefined({ family, readOthers: core.readOthers })),
    ...dropUndefined({ nextCursor }),
    hasMore: has_more === true,
  };
}

function scanBody({ startTimeMs, endTimeMs, cursor, limit, statuses, productTypes }: TasksQuery): object {
  const filters = [
    ...(statuses && statuses.length > 0 ? [{ key: "status", values: statuses }] : []),
    ...(productTypes && productTypes.length > 0 ? [{ key: "product_type", values: productTypes }] : []),
  ];
  return dropUndefined({
    start_time: startTimeMs,
    end_time: endTimeMs,
    cursor,
    limit,
    filters: filters.length > 0 ? filters : undefined,
  });
}

async function* iterateTasks(
  core: KlingCore,
  query: TasksQuery = {},
  options: CallOptions = {},
): AsyncGenerator<TaskSnapshot> {
  let cursor = query.cursor;
  for (;;) {
    const page = await listTasks(core, { ...query, cursor }, options);
    yield* page.tasks;
    // A cursor that does not move would never end.
    if (!page.hasMore || page.nextCursor === undefined || page.nextCursor === cursor) return;
    cursor = page.nextCursor;
  }
}
