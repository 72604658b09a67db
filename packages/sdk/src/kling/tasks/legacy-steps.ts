import { LEGACY_PAGE_SIZE, type ReadOperation } from "@klingkit/spec";
import { NotFoundError } from "../../core/errors/not-found-error.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import type { KlingCore } from "../kling-core.ts";
import { getLegacyTask, listLegacyTasks } from "../legacy.ts";
import { LEGACY_PATHS } from "../legacy-paths.gen.ts";
import { legacyReadsOf } from "./legacy-reads.ts";
import { isOther, otherTask } from "./other-task.ts";
import { adopt, isSame, type ReadOptions, type Step } from "./status-step.ts";

/** The list fallback reads at most this many pages of the largest size: the newest 5000 tasks of the product. */
export const LIST_FALLBACK_MAX_PAGES = 10;
export const LIST_FALLBACK_PAGE_SIZE = LEGACY_PAGE_SIZE.max;

/** Reads of the legacy family that `GET /tasks` is no part of. A parameter, so that small bundles need none of it. */
export interface LegacySteps {
  /** Products that have reads of their own. */
  readonly products: readonly string[];
  /** Undefined where the product has none. */
  of(
    core: KlingCore,
    handle: TaskHandle,
    options: ReadOptions,
  ): { readonly direct: Step; readonly list: Step } | undefined;
}

export const LEGACY_STEPS: LegacySteps = {
  products: Object.keys(LEGACY_PATHS),
  of(core, handle, options) {
    const reads = legacyReadsOf(LEGACY_PATHS, handle.product);
    return (
      reads && {
        direct: { via: "direct", read: () => readDirect(core, reads.get, handle, options) },
        list: { via: "list", read: () => searchList(core, reads.list, handle, options) },
      }
    );
  },
};

async function readDirect(
  core: KlingCore,
  operation: ReadOperation,
  handle: TaskHandle,
  options: ReadOptions,
): Promise<TaskSnapshot | undefined> {
  try {
    const task = await getLegacyTask(core, operation, handle.taskId ?? handle.externalTaskId ?? "", options);
    if (isOther(task, handle)) throw otherTask(operation, handle, task);
    return adopt(task, handle);
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
}

async function searchList(
  core: KlingCore,
  operation: ReadOperation,
  handle: TaskHandle,
  options: ReadOptions,
): Promise<TaskSnapshot | undefined> {
  for (let pageNum = 1; pageNum <= LIST_FALLBACK_MAX_PAGES; pageNum++) {
    const query = { pageNum, pageSize: LIST_FALLBACK_PAGE_SIZE };
    const page = await listLegacyTasks(core, operation, query, options);
    const task = page.find((candidate) => isSame(candidate, handle));
    if (task) return adopt(task, handle);
    if (page.length < LIST_FALLBACK_PAGE_SIZE) return undefined;
  }
  return undefined;
}
