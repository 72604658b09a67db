import { RETENTION_DAYS, VISIBILITY_DELAY_SECONDS } from "@klingkit/spec";
import { AbortError } from "../../core/errors/abort-error.ts";
import { ConfigError } from "../../core/errors/config-error.ts";
import { KlingkitError } from "../../core/errors/klingkit-error.ts";
import type { CallOptions } from "../../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../../core/task.ts";
import type { KlingCore } from "../kling-core.ts";
import { KLING } from "../service-name.ts";
import { getTasks, type TaskFamily } from "./get-tasks.ts";
import { hasResult } from "./has-result.ts";
import type { LegacySteps } from "./legacy-steps.ts";
import { requireTextId } from "./require-text-id.ts";
import { adopt, isSame, type ReadOptions, type StatusVia, type Step } from "./status-step.ts";

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
  /** Ended more than 30 days ago: the service has removed its files. */
  | (Missing & { readonly kind: "expired"; readonly ageSeconds: number })
  | (Missing & { readonly kind: "not-found" });

const SECONDS_PER_DAY = 86_400;

/**
 * Reads a task: direct first, then `GET /tasks` where the key allows it, then the product's list.
 * Throws when no read could tell; a failed read is never a failed or missing task.
 */
export async function readStatus(
  core: KlingCore,
  legacy: LegacySteps | undefined,
  handle: TaskHandle,
  options: CallOptions = {},
): Promise<StatusOutcome> {
  const { taskId, externalTaskId } = handle;
  requireOwn(handle);
  requireTextId(taskId);
  requireTextId(externalTaskId);
  const steps = stepsFor(core, legacy, handle, { ...options, taskId, externalTaskId });
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
  legacy: LegacySteps | undefined,
  handle: TaskHandle,
  options: ReadOptions,
): readonly Step[] {
  if ((handle.taskId ?? handle.externalTaskId) === undefined) throw noId();
  const family = handle.family === "solutions" ? handle.family : undefined;
  const tasks: Step = { via: family ?? "tasks", read: () => readByIds(core, { handle, family }, options) };
  if (family || handle.family === "standard" || !legacy) return [tasks];
  const steps = legacy.of(core, handle, options);
  const fallback = core.hasApiKey ? [tasks] : [];
  if (!steps && !core.hasApiKey) throw unknownProduct(handle, legacy);
  return steps ? [steps.direct, ...fallback, steps.list] : fallback;
}

async function readByIds(
  core: KlingCore,
  { handle, family }: { readonly handle: TaskHandle } & TaskFamily,
  options: ReadOptions,
): Promise<TaskSnapshot | undefined> {
  const { taskId, externalTaskId = "" } = handle;
  const ids = taskId === undefined ? { externalTaskIds: [externalTaskId] } : { taskIds: [taskId] };
  const found = await getTasks(core, { ...ids, family }, options);
  const task = found.find((candidate) => isSame(candidate, handle));
  return task && adopt(task, handle);
}

/** The service keeps the record of an old task and drops its files. @source LIVE (links end), INF (record stays) */
const isPurged = (core: KlingCore, task: TaskSnapshot): boolean =>
  task.status === "succeeded" &&
  !hasResult(task) &&
  ageSecondsOf(core, task.createdAtMs ?? Number.NaN) > RETENTION_DAYS * SECONDS_PER_DAY;

function ageSecondsOf(core: KlingCore, createdAtMs: number): number {
  const nowMs = core.clock.nowMs() + (core.serverTimeOffsetMs() ?? 0);
  return (nowMs - createdAtMs) / 1000;
}

function missing(core: KlingCore, handle: TaskHandle, tried: readonly StatusVia[]): StatusOutcome {
  if (handle.createdAtMs === undefined) return { kind: "not-found", handle, tried };
  const ageSeconds = ageSecondsOf(core, handle.createdAtMs);
  // Made by another clock, such as that of an emulator which was started anew: it tells no age.
  if (ageSeconds < -VISIBILITY_DELAY_SECONDS) return { kind: "not-found", handle, tried };
  if (ageSeconds < VISIBILITY_DELAY_SECONDS)
    return { kind: "not-visible-yet", handle, tried, ageSeconds: Math.max(0, ageSeconds) };
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

function unknownProduct({ product }: TaskHandle, { products }: LegacySteps): ConfigError {
  return new ConfigError({
    option: "product",
    message: `'${product}' cannot be read with accessKey and secretKey; they read ${products.join(", ")}. With an API key, every task can be read.`,
  });
}
