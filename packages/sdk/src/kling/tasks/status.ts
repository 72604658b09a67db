import {
  LEGACY_PAGE_SIZE,
  RETENTION_DAYS,
  type ReadOperation,
  VISIBILITY_DELAY_SECONDS,
} from "@klingkit/spec";
import { dropUndefined } from "../../core/drop-undefined.ts";
import { AbortError } from "../../core/errors/abort-error.ts";
import { ConfigError } from "../../core/errors/config-error.ts";
import { KlingkitError } from "../../core/errors/klingkit-error.ts";
import { NotFoundError } from "../../core/errors/not-found-error.ts";
import type { CallOptions, SendInput } from "../../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import type { KlingCore } from "../kling-core.ts";
import { getLegacyTask, listLegacyTasks } from "../legacy.ts";
import { KLING } from "../service-name.ts";
import { getTasks } from "./get-tasks.ts";
import { hasResult } from "./has-result.ts";
import { type LegacyPaths, legacyReadsOf } from "./legacy-reads.ts";
import { isOther, otherTask } from "./other-task.ts";
import { requireTextId } from "./require-text-id.ts";

/** How a task was found: by its own path, in the product's list, or through `GET /tasks`. */
export type StatusVia = "direct" | "list" | "tasks";

interface Missing {
  readonly handle: TaskHandle;
  /** Reads that did not know the task. */
  readonly tried: readonly StatusVia[];
  /** Since creation; absent when the handle does not say. */
  readonly ageSeconds?: number;
}

/** Where a task stands. A status word that is not known is `found` with status `unknown`. @source seed 002 */
export type StatusOutcome =
  | { readonly kind: "found"; readonly task: TaskSnapshot; readonly via: StatusVia }
  /** Made less than 30 seconds ago: reads may not see it yet. */
  | (Missing & { readonly kind: "not-visible-yet"; readonly ageSeconds: number })
  /** Made more than 30 days ago: the service has purged it. */
  | (Missing & { readonly kind: "expired"; readonly ageSeconds: number })
  | (Missing & { readonly kind: "not-found" });

/** The list fallback reads at most this many pages of the largest size: the newest 5000 tasks of the product. */
export const LIST_FALLBACK_MAX_PAGES = 10;
export const LIST_FALLBACK_PAGE_SIZE = LEGACY_PAGE_SIZE.max;

const SECONDS_PER_DAY = 86_400;

/** A read that breaks must not lose the ids of a paid task: its error carries them. */
type ReadOptions = CallOptions & Pick<SendInput, "taskId" | "externalTaskId">;

interface Step {
  readonly via: StatusVia;
  readonly read: () => Promise<TaskSnapshot | undefined>;
}

/**
 * Reads a task: direct first, then `GET /tasks` where the key allows it, then the product's list.
 * Throws when no read could tell; a failed read is never a failed or missing task.
 */
export async function readStatus(
  core: KlingCore,
  legacyPaths: LegacyPaths,
  handle: TaskHandle,
  options: CallOptions = {},
): Promise<StatusOutcome> {
  const { taskId, externalTaskId } = handle;
  requireOwn(handle);
  requireTextId(taskId);
  requireTextId(externalTaskId);
  const steps = stepsFor(core, legacyPaths, handle, { ...options, taskId, externalTaskId });
  let failure: unknown;
  for (const { via, read } of steps) {
    try {
      const task = await read();
      if (task && isPurged(core, task))
        return missing(core, { ...handle, createdAtMs: task.createdAtMs ?? 0 }, [via]);
      if (task) return { kind: "found", task, via };
    } catch (error) {
      if (!mayTryAnother(error)) throw error;
      failure ??= error;
    }
  }
  // One read broke, so the others cannot prove that the task is absent.
  if (failure !== undefined) throw failure;
  return missing(
    core,
    handle,
    steps.map(({ via }) => via),
  );
}

/** A refused key or an abort ends it; a broken answer of one read says nothing about the next. */
function mayTryAnother(error: unknown): boolean {
  return KlingkitError.isInstance(error) && error.isRetryable && !AbortError.isInstance(error);
}

function stepsFor(
  core: KlingCore,
  legacyPaths: LegacyPaths,
  handle: TaskHandle,
  options: ReadOptions,
): readonly Step[] {
  const id = handle.taskId ?? handle.externalTaskId;
  if (id === undefined) throw noId();
  const tasks: Step = { via: "tasks", read: () => readByTasks(core, handle, options) };
  if (handle.family === "standard") return [tasks];
  const reads = legacyReadsOf(legacyPaths, handle.product);
  const fallback = core.hasApiKey ? [tasks] : [];
  if (!reads) {
    if (!core.hasApiKey) throw unknownProduct(handle, legacyPaths);
    return fallback;
  }
  return [
    { via: "direct", read: () => readDirect(core, reads.get, handle, { id, options }) },
    ...fallback,
    { via: "list", read: () => searchList(core, reads.list, handle, options) },
  ];
}

async function readDirect(
  core: KlingCore,
  operation: ReadOperation,
  handle: TaskHandle,
  { id, options }: { readonly id: string; readonly options: ReadOptions },
): Promise<TaskSnapshot | undefined> {
  try {
    const task = await getLegacyTask(core, operation, id, options);
    if (isOther(task, handle)) throw otherTask(operation, handle, task);
    return adopt(task, handle);
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
}

async function readByTasks(
  core: KlingCore,
  handle: TaskHandle,
  options: ReadOptions,
): Promise<TaskSnapshot | undefined> {
  const { taskId, externalTaskId = "" } = handle;
  const ids = taskId === undefined ? { externalTaskIds: [externalTaskId] } : { taskIds: [taskId] };
  const found = await getTasks(core, ids, options);
  const task = found.find((candidate) => isSame(candidate, handle));
  return task && adopt(task, handle);
}

async function searchList(
  core: KlingCore,
  operation: ReadOperation,
  handle: TaskHandle,
  options: ReadOptions,
): Promise<TaskSnapshot | undefined> {
  for (let pageNum = 1; pageNum <= LIST_FALLBACK_MAX_PAGES; pageNum++) {
    const page = await listLegacyTasks(
      core,
      operation,
      { pageNum, pageSize: LIST_FALLBACK_PAGE_SIZE },
      options,
    );
    const task = page.find((candidate) => isSame(candidate, handle));
    if (task) return adopt(task, handle);
    if (page.length < LIST_FALLBACK_PAGE_SIZE) return undefined;
  }
  return undefined;
}

const isSame = (task: TaskSnapshot, { taskId, externalTaskId }: TaskHandle): boolean =>
  taskId === undefined ? task.externalTaskId === externalTaskId : task.taskId === taskId;

/** The record does not say what made the task; the handle does. */
function adopt(task: TaskSnapshot, handle: TaskHandle): TaskSnapshot {
  const { family, product, model, externalTaskId, createdAtMs } = handle;
  return { ...dropUndefined({ model, externalTaskId, createdAtMs }), ...task, family, product };
}

/** The service keeps the record of an old task and drops its files. @source LIVE (links end), INF (record stays) */
const isPurged = (core: KlingCore, task: TaskSnapshot): boolean =>
  task.status === "succeeded" &&
  !hasResult(task) &&
  ageSecondsOf(core, task.createdAtMs ?? Number.NaN) > RETENTION_DAYS * SECONDS_PER_DAY;

function ageSecondsOf(core: KlingCore, createdAtMs: number): number {
  const nowMs = core.clock.nowMs() + (core.serverTimeOffsetMs() ?? 0);
  return Math.max(0, (nowMs - createdAtMs) / 1000);
}

function missing(core: KlingCore, handle: TaskHandle, tried: readonly StatusVia[]): StatusOutcome {
  if (handle.createdAtMs === undefined) return { kind: "not-found", handle, tried };
  const ageSeconds = ageSecondsOf(core, handle.createdAtMs);
  if (ageSeconds < VISIBILITY_DELAY_SECONDS) return { kind: "not-visible-yet", handle, tried, ageSeconds };
  if (ageSeconds > RETENTION_DAYS * SECONDS_PER_DAY) return { kind: "expired", handle, tried, ageSeconds };
  return { kind: "not-found", handle, tried, ageSeconds };
}

/** Ids of another service would be not found here, which looks like a lost task. Handles from before two services have none. */
function requireOwn({ service = KLING }: TaskHandle): void {
  if (service === KLING) return;
  throw new ConfigError({
    option: "handle",
    service: KLING,
    message: `The handle is of a task of ${service}; this client reads tasks of ${KLING}. Nothing was sent.`,
  });
}

function noId(): ConfigError {
  return new ConfigError({
    option: "handle",
    message: "The handle has neither taskId nor externalTaskId.",
  });
}

function unknownProduct({ product }: TaskHandle, legacyPaths: LegacyPaths): ConfigError {
  return new ConfigError({
    option: "product",
    message: `'${product}' cannot be read with accessKey and secretKey; they read ${Object.keys(legacyPaths).join(", ")}. With an API key, every task can be read.`,
  });
}
