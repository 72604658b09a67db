import { RETENTION_DAYS, TERMINAL_STATUSES, VISIBILITY_DELAY_SECONDS } from "@klingkit/spec";
import { backoffMs } from "../core/backoff.ts";
import type { Core } from "../core/core.ts";
import { startDeadline } from "../core/deadline.ts";
import { AbortError } from "../core/errors/abort-error.ts";
import { ConfigError } from "../core/errors/config-error.ts";
import { KlingkitError } from "../core/errors/klingkit-error.ts";
import { NotFoundError } from "../core/errors/not-found-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import { TaskFailedError } from "../core/errors/task-failed-error.ts";
import { TimeoutError } from "../core/errors/timeout-error.ts";
import type { TaskHandle, TaskSnapshot } from "../core/task.ts";
import { retryAfterOf } from "../core/transport.ts";
import { hasResult } from "./has-result.ts";
import type { LegacyPaths } from "./legacy-reads.ts";
import { readStatus, type StatusOutcome } from "./status.ts";

export const DEFAULT_WAIT_TIMEOUT_MS = 30 * 60_000;
export const DEFAULT_POLL_INTERVAL_MS = 5000;
/** Below this a poll loop is a burden and no faster. @source INF */
export const MIN_POLL_INTERVAL_MS = 100;
/** Polls are spread by this part of the interval in either direction. */
const POLL_JITTER = 0.1;
/** The read at the very end of a wait still gets this long, but never longer than the whole wait was meant to take. */
const LAST_READ_TIMEOUT_MS = 10_000;

interface ProgressBase {
  readonly handle: TaskHandle;
  /** Reads so far. */
  readonly attempt: number;
  readonly elapsedMs: number;
}

/** What happened while waiting. */
export type WaitEvent =
  /** The wait began. */
  | (ProgressBase & { readonly type: "submitted" })
  | (ProgressBase & {
      readonly type: "status-changed";
      readonly status: TaskSnapshot["status"];
      readonly task: TaskSnapshot;
    })
  | (ProgressBase & {
      readonly type: "still-waiting";
      readonly status: TaskSnapshot["status"];
      readonly task: TaskSnapshot;
    })
  /** The service does not show the task yet. */
  | (ProgressBase & { readonly type: "not-visible-yet" })
  /** A read failed in a way that may pass; the task is not affected. */
  | (ProgressBase & { readonly type: "read-failed"; readonly error: KlingkitError });

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Deadline of the whole wait in ms. Default 1 800 000 (30 minutes). */
  readonly timeoutMs?: number | undefined;
  /** Poll interval in ms. Default 5000, minimum 100; the service's Retry-After wins. */
  readonly pollIntervalMs?: number | undefined;
  /** Called for every event; what it throws ends the wait. */
  readonly onProgress?: ((event: WaitEvent) => void) | undefined;
}

interface WaitState {
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  attempt: number;
  failures: number;
  lastStatus: string | undefined;
  lastError: KlingkitError | undefined;
}

/** Polls until the task ends, the deadline passes, or the caller aborts. The task itself is never touched. */
export async function waitForTask(
  core: Core,
  legacyPaths: LegacyPaths,
  handle: TaskHandle,
  options: WaitOptions = {},
): Promise<TaskSnapshot> {
  const state = startState(core, options);
  const emit = (event: DistributiveOmit<WaitEvent, keyof ProgressBase>) =>
    options.onProgress?.({ ...event, handle, attempt: state.attempt, elapsedMs: elapsed(core, state) });
  emit({ type: "submitted" });
  for (;;) {
    state.attempt += 1;
    const outcome = await poll(core, legacyPaths, handle, { state, signal: options.signal });
    const task = settle(core, handle, state, outcome);
    if (task) {
      report(task, state, emit);
      if (TERMINAL_STATUSES.includes(task.status)) return finish(task);
    } else
      emit(
        KlingkitError.isInstance(outcome)
          ? { type: "read-failed", error: outcome }
          : { type: "not-visible-yet" },
      );
    const remainingMs = state.timeoutMs - elapsed(core, state);
    if (remainingMs <= 0) throw timeOut(handle, core, state);
    await rest(core, handle, Math.min(pauseMs(core, state), remainingMs), options.signal);
  }
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never;
type Emit = (event: DistributiveOmit<WaitEvent, keyof ProgressBase>) => void;

function startState(core: Core, options: WaitOptions): WaitState {
  const { timeoutMs = DEFAULT_WAIT_TIMEOUT_MS, pollIntervalMs = DEFAULT_POLL_INTERVAL_MS } = options;
  for (const [option, value] of Object.entries({ timeoutMs, pollIntervalMs })) {
    if (!Number.isFinite(value) || value <= 0)
      throw new ConfigError({
        option,
        message: `${option} is ${value}; it must be a positive number of ms.`,
      });
  }
  return {
    startedAtMs: core.clock.nowMs(),
    timeoutMs,
    pollIntervalMs: Math.max(pollIntervalMs, MIN_POLL_INTERVAL_MS),
    attempt: 0,
    failures: 0,
    lastStatus: undefined,
    lastError: undefined,
  };
}

const elapsed = (core: Core, state: WaitState) => core.clock.nowMs() - state.startedAtMs;

interface PollScope {
  readonly state: WaitState;
  readonly signal: AbortSignal | undefined;
}

/** One read. Errors that may pass are returned, all others are thrown. */
async function poll(
  core: Core,
  legacyPaths: LegacyPaths,
  handle: TaskHandle,
  { state, signal }: PollScope,
): Promise<StatusOutcome | KlingkitError> {
  const remainingMs = state.timeoutMs - elapsed(core, state);
  const leftMs = Math.max(remainingMs, Math.min(state.timeoutMs, LAST_READ_TIMEOUT_MS));
  // One status may take several requests, each with tries of its own: all of them share what is left of the wait.
  const deadline = startDeadline(leftMs, signal);
  try {
    const options = { signal: deadline.signal, timeoutMs: Math.min(core.timeoutMs, leftMs) };
    const outcome = await readStatus(core, legacyPaths, handle, options);
    state.failures = 0;
    state.lastError = undefined;
    return outcome;
  } catch (error) {
    if (AbortError.isInstance(error)) {
      const isOurs = deadline.isOver() && signal?.aborted !== true;
      throw isOurs ? timeOut(handle, core, state) : abortError(handle, elapsed(core, state), error);
    }
    if (!KlingkitError.isInstance(error) || !error.isRetryable) throw error;
    state.failures += 1;
    state.lastError = error;
    return error;
  } finally {
    deadline.stop();
  }
}

/** The task of an outcome; undefined when there is reason to look again. Throws when there is none. */
function settle(
  core: Core,
  handle: TaskHandle,
  state: WaitState,
  outcome: StatusOutcome | KlingkitError,
): TaskSnapshot | undefined {
  if (KlingkitError.isInstance(outcome)) return undefined;
  if (outcome.kind === "found") return outcome.task;
  const mayAppear =
    outcome.kind === "not-visible-yet" ||
    // Without a creation time the task may be seconds old.
    (outcome.ageSeconds === undefined && elapsed(core, state) < VISIBILITY_DELAY_SECONDS * 1000);
  if (mayAppear) return undefined;
  throw absent(handle, outcome.kind);
}

function report(task: TaskSnapshot, state: WaitState, emit: Emit): void {
  const type = task.rawStatus === state.lastStatus ? "still-waiting" : "status-changed";
  state.lastStatus = task.rawStatus;
  emit({ type, status: task.status, task });
}

function finish(task: TaskSnapshot): TaskSnapshot {
  if (task.status === "failed") throw new TaskFailedError(task);
  if (hasResult(task)) return task;
  throw new ResponseError({
    code: "KLINGKIT_RESULT_MISSING",
    message: `Task ${task.taskId} succeeded and is paid for, but the answer has no link. Read it again later.`,
    isRetryable: true,
    mayHaveCharged: "yes",
    taskId: task.taskId,
    externalTaskId: task.externalTaskId,
  });
}

function pauseMs(core: Core, state: WaitState): number {
  const { failures, pollIntervalMs, lastError } = state;
  const spread = pollIntervalMs * (1 + POLL_JITTER * (2 * core.random() - 1));
  if (failures === 0) return spread;
  const wait = backoffMs({ attempt: failures, retryAfterMs: retryAfterOf(lastError), random: core.random });
  return Math.max(wait, spread);
}

async function rest(
  core: Core,
  handle: TaskHandle,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await core.clock.sleep(ms, signal);
  } catch (cause) {
    throw abortError(handle, 0, cause);
  }
}

const nameOf = ({ taskId, externalTaskId }: TaskHandle): string =>
  taskId ?? `with external id ${externalTaskId ?? ""}`;

function abortError(handle: TaskHandle, elapsedMs: number, cause: unknown): AbortError {
  return new AbortError({
    message: `Waiting for task ${nameOf(handle)} was aborted. The task keeps running; wait for it again with the same handle.`,
    isRetryable: false,
    mayHaveCharged: "unknown",
    phase: "wait",
    elapsedMs,
    taskId: handle.taskId,
    externalTaskId: handle.externalTaskId,
    cause,
  });
}

function timeOut(handle: TaskHandle, core: Core, state: WaitState): TimeoutError {
  const last =
    state.lastStatus === undefined ? "it was never seen" : `its last status is '${state.lastStatus}'`;
  return new TimeoutError({
    message: `Task ${nameOf(handle)} did not end within ${state.timeoutMs} ms; ${last}. The task keeps running; wait for it again with the same handle.`,
    isRetryable: true,
    mayHaveCharged: "unknown",
    phase: "wait",
    elapsedMs: elapsed(core, state),
    taskId: handle.taskId,
    externalTaskId: handle.externalTaskId,
    handle,
    cause: state.lastError,
  });
}

function absent(handle: TaskHandle, kind: "expired" | "not-found" | "not-visible-yet"): NotFoundError {
  const isExpired = kind === "expired";
  return new NotFoundError({
    message: isExpired
      ? `Task ${nameOf(handle)} is older than ${RETENTION_DAYS} days; the service has removed it and its files.`
      : `Task ${nameOf(handle)} is not known to the service. Check the id, the region and the account.`,
    code: isExpired ? "KLINGKIT_TASK_EXPIRED" : "KLINGKIT_NOT_FOUND",
    isRetryable: false,
    mayHaveCharged: "unknown",
    taskId: handle.taskId,
    externalTaskId: handle.externalTaskId,
  });
}
