import { TASKS_GET_MAX_IDS, VISIBILITY_DELAY_SECONDS } from "@klingkit/spec/plain";
import type { TaskHandle, TaskSnapshot } from "klingkit";
import type { KlingReads } from "klingkit/reads";
import type { Deps } from "../deps.ts";
import { isSdkError } from "../failures/klingkit-error.ts";

/** A task that is waited for. */
export interface WaitedTask {
  /** As it was typed. */
  readonly id: string;
  readonly handle: TaskHandle;
}

/** How a task stands when the wait is over. */
export type WaitedEnd =
  | { readonly kind: "ended"; readonly task: TaskSnapshot }
  /** Still running, or not seen yet. */
  | { readonly kind: "pending"; readonly task?: TaskSnapshot }
  | { readonly kind: "missing"; readonly reason: "not-found" | "expired" };

export interface WaitInput {
  readonly kling: Pick<KlingReads, "tasks">;
  /** An API key reads 20 tasks with one request; a key pair reads each one alone. */
  readonly hasApiKey: boolean;
  /** The tasks that are known by now: jobs get theirs while the wait is on. */
  readonly tasks: () => Promise<readonly WaitedTask[]>;
  /** True when nothing can end any more that has not ended. */
  readonly isOver: (ends: ReadonlyMap<string, WaitedEnd>) => boolean;
  readonly timeoutMs: number;
  /** Called after each round with the tasks that ended in it, and before the next. */
  readonly onRound: (ended: readonly TaskSnapshot[], ends: ReadonlyMap<string, WaitedEnd>) => Promise<void>;
}

/** Distance of two rounds for a few tasks. */
const ROUND_MS = 5000;
/** Requests of one round are spread over this time at least. @source INF */
const MS_PER_REQUEST = 500;
const PAUSE_MAX_MS = 60_000;

/** Reads tasks together until all have ended or the time is over. Reads that fail in a way that may pass are repeated. */
export async function waitForTasks(deps: Deps, input: WaitInput): Promise<ReadonlyMap<string, WaitedEnd>> {
  const { clock, signal } = deps;
  const startedAtMs = clock.nowMs();
  const ends = new Map<string, WaitedEnd>();
  let failures = 0;
  for (;;) {
    const open = (await input.tasks()).filter(({ id }) => (ends.get(id)?.kind ?? "pending") === "pending");
    const isOld = clock.nowMs() - startedAtMs >= VISIBILITY_DELAY_SECONDS * 1000;
    const found = await readAll(deps, { ...input, isOld }, open);
    failures = found ? 0 : failures + 1;
    for (const [id, end] of found ?? []) ends.set(id, end);
    const ended = [...(found ?? new Map<string, WaitedEnd>()).values()].flatMap((end) =>
      end.kind === "ended" ? [end.task] : [],
    );
    await input.onRound(ended, ends);
    const leftMs = input.timeoutMs - (clock.nowMs() - startedAtMs);
    if (input.isOver(ends) || leftMs <= 0) return ends;
    await clock.sleep(Math.min(pauseMs(input, open.length, failures), leftMs), signal);
  }
}

function pauseMs({ hasApiKey }: WaitInput, tasks: number, failures: number): number {
  const requests = Math.ceil(tasks / (hasApiKey ? TASKS_GET_MAX_IDS : 1));
  return Math.min(PAUSE_MAX_MS, Math.max(ROUND_MS, requests * MS_PER_REQUEST) * 2 ** Math.min(failures, 10));
}

interface Round extends Pick<WaitInput, "kling" | "hasApiKey"> {
  /** A task that reads do not show by now is not there. */
  readonly isOld: boolean;
}

/** Undefined when the reads failed in a way that may pass. */
async function readAll(
  { signal }: Deps,
  round: Round,
  tasks: readonly WaitedTask[],
): Promise<ReadonlyMap<string, WaitedEnd> | undefined> {
  const found = new Map<string, WaitedEnd>();
  try {
    const seen = round.hasApiKey ? await readTogether(round, tasks, signal) : new Map<string, TaskSnapshot>();
    for (const task of tasks)
      found.set(task.id, await endOf(round, task, { seen: seen.get(task.id), signal }));
    return found;
  } catch (error) {
    if (signal.aborted || !isSdkError(error) || !("isRetryable" in error) || error.isRetryable !== true)
      throw error;
    // What was read before the failure counts.
    return found.size > 0 ? found : undefined;
  }
}

async function readTogether(
  { kling }: Round,
  tasks: readonly WaitedTask[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TaskSnapshot>> {
  const read: TaskSnapshot[] = [];
  // The tasks of solutions are read by a path of their own.
  for (const family of [undefined, "solutions"] as const) {
    const handles = tasks.flatMap(({ handle }) =>
      (handle.family === "solutions") === (family !== undefined) ? [handle] : [],
    );
    const taskIds = handles.flatMap(({ taskId }) => taskId ?? []);
    const externalTaskIds = handles.flatMap(({ taskId, externalTaskId }) =>
      taskId === undefined ? (externalTaskId ?? []) : [],
    );
    if (taskIds.length > 0) read.push(...(await kling.tasks.get({ taskIds, family }, { signal })));
    if (externalTaskIds.length > 0)
      read.push(...(await kling.tasks.get({ externalTaskIds, family }, { signal })));
  }
  const seenById = new Map(read.map((task) => [task.taskId, task]));
  const seenByKey = new Map(read.map((task) => [task.externalTaskId, task]));
  return new Map(
    tasks.flatMap(({ id, handle: { taskId, externalTaskId } }) => {
      const task = taskId === undefined ? seenByKey.get(externalTaskId) : seenById.get(taskId);
      return task ? [[id, task] as const] : [];
    }),
  );
}

async function endOf(
  { kling, hasApiKey, isOld }: Round,
  { handle }: WaitedTask,
  { seen, signal }: { readonly seen: TaskSnapshot | undefined; readonly signal: AbortSignal },
): Promise<WaitedEnd> {
  if (seen) return endOfTask(seen);
  // A new task may be missing for a while; that it is absent is found out once.
  if (hasApiKey && !isOld) return { kind: "pending" };
  const outcome = await kling.tasks.status(handle, { signal });
  if (outcome.kind === "found") return endOfTask(outcome.task);
  if (outcome.kind === "not-visible-yet" || !isOld) return { kind: "pending" };
  return { kind: "missing", reason: outcome.kind };
}

const endOfTask = (task: TaskSnapshot): WaitedEnd => ({
  kind: task.status === "succeeded" || task.status === "failed" ? "ended" : "pending",
  task,
});
