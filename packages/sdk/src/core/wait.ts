import type { KeysOf } from "@klingkit/spec/core";
import { TERMINAL_STATUSES } from "@klingkit/spec/core";
import { backoffMs } from "./backoff.ts";
import type { Core } from "./core.ts";
import { startDeadline } from "./deadline.ts";
import { AbortError } from "./errors/abort-error.ts";
import { ConfigError } from "./errors/config-error.ts";
import { KlingkitError } from "./errors/klingkit-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { TaskFailedError } from "./errors/task-failed-error.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import type { CallOptions } from "./send.ts";
import type { TaskHandle, TaskSnapshot } from "./task.ts";
import { retryAfterOf } from "./transport.ts";
import { createWaitAbort, createWaitTimeout } from "./wait-errors.ts";
import type { WaitEvent, WaitOptions, WaitProgress } from "./wait-options.ts";

export const DEFAULT_WAIT_TIMEOUT_MS = 30 * 60_000;
export const DEFAULT_POLL_INTERVAL_MS = 5000;
/** Below this a poll loop is a burden and no faster. @source INF */
export const MIN_POLL_INTERVAL_MS = 100;
/** Polls are spread by this part of the interval in either direction. */
const POLL_JITTER = 0.1;
/** The read at the very end of a wait still gets this long, but never longer than the whole wait was meant to take. */
const LAST_READ_TIMEOUT_MS = 10_000;

/** How a service reads one task. */
export interface TaskReader {
  /**
   * Reads the task once, `elapsedMs` after the wait began; undefined while the service may not show it yet. Throws
   * NotFoundError where there is no such task, and what the requests throw: what is retryable is read again.
   */
  read(options: CallOptions, elapsedMs: number): Promise<TaskSnapshot | undefined>;
  /** Whether a task that succeeded shows what it made. */
  hasResult(task: TaskSnapshot): boolean;
  /** Where the caller names no interval. Default: a steady one. */
  readonly pace?: PollPace;
}

/** Waits between reads that grow, in ms: `first`, then `factor` times as long up to `max`, and up to `jitter` more. */
export interface PollPace {
  readonly first: number;
  readonly factor: number;
  readonly max: number;
  readonly jitter: number;
}

/** A wait for one task. */
interface Wait {
  readonly core: Core;
  readonly handle: TaskHandle;
  readonly reader: TaskReader;
  readonly signal: AbortSignal | undefined;
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  /** In place of the interval. */
  readonly pace: PollPace | undefined;
  readonly emit: (event: WaitProgress) => void;
  attempt: number;
  failures: number;
  lastStatus: string | undefined;
  lastError: KlingkitError | undefined;
}

/** Polls until the task ends, the deadline passes, or the caller aborts. The task itself is never touched. */
export async function waitForTask(
  core: Core,
  handle: TaskHandle,
  reader: TaskReader,
  options: WaitOptions = {},
): Promise<TaskSnapshot> {
  const wait = startWait(core, handle, reader, options);
  wait.emit({ type: "submitted" });
  for (;;) {
    wait.attempt += 1;
    const seen = await poll(wait);
    if (KlingkitError.isInstance(seen)) wait.emit({ type: "read-failed", error: seen });
    else if (seen === undefined) wait.emit({ type: "not-visible-yet" });
    else {
      report(wait, seen);
      if (TERMINAL_STATUSES.includes(seen.status)) return finish(reader, seen);
    }
    const remainingMs = wait.timeoutMs - elapsedMs(wait);
    if (remainingMs <= 0) throw timeOut(wait);
    await rest(wait, Math.min(pauseMs(wait), remainingMs));
  }
}

const NAMES: KeysOf<WaitOptions> = { signal: true, timeoutMs: true, pollIntervalMs: true, onProgress: true };

function startWait(core: Core, handle: TaskHandle, reader: TaskReader, options: WaitOptions): Wait {
  refuseUnknown(options, NAMES, "wait");
  const { timeoutMs = DEFAULT_WAIT_TIMEOUT_MS, pollIntervalMs = DEFAULT_POLL_INTERVAL_MS } = options;
  for (const [option, value] of Object.entries({ timeoutMs, pollIntervalMs })) {
    if (!Number.isFinite(value) || value <= 0)
      throw new ConfigError({
        option,
        message: `${option} is ${value}; it must be a positive number of ms.`,
      });
  }
  const wait: Wait = {
    core,
    handle,
    reader,
    signal: options.signal,
    startedAtMs: core.clock.nowMs(),
    timeoutMs,
    pollIntervalMs: Math.max(pollIntervalMs, MIN_POLL_INTERVAL_MS),
    pace: options.pollIntervalMs === undefined ? reader.pace : undefined,
    emit: (event) =>
      options.onProgress?.({ ...event, handle, attempt: wait.attempt, elapsedMs: elapsedMs(wait) }),
    attempt: 0,
    failures: 0,
    lastStatus: undefined,
    lastError: undefined,
  };
  return wait;
}

const elapsedMs = ({ core, startedAtMs }: Wait): number => core.clock.nowMs() - startedAtMs;

const timeOut = (wait: Wait) =>
  createWaitTimeout(wait.handle, {
    elapsedMs: elapsedMs(wait),
    timeoutMs: wait.timeoutMs,
    lastStatus: wait.lastStatus,
    cause: wait.lastError,
  });

/** One read. Errors that may pass are returned, all others are thrown. */
async function poll(wait: Wait): Promise<TaskSnapshot | undefined | KlingkitError> {
  const { core, handle, reader, signal, timeoutMs } = wait;
  const startedMs = elapsedMs(wait);
  const leftMs = Math.max(timeoutMs - startedMs, Math.min(timeoutMs, LAST_READ_TIMEOUT_MS));
  // One status may take several requests, each with tries of its own: all of them share what is left of the wait.
  const deadline = startDeadline(leftMs, signal);
  try {
    const options = { signal: deadline.signal, timeoutMs: Math.min(core.timeoutMs, leftMs) };
    const task = await reader.read(options, startedMs);
    wait.failures = 0;
    wait.lastError = undefined;
    return task;
  } catch (error) {
    if (AbortError.isInstance(error)) {
      const isOurs = deadline.isOver() && signal?.aborted !== true;
      throw isOurs ? timeOut(wait) : createWaitAbort(handle, elapsedMs(wait), error);
    }
    if (!KlingkitError.isInstance(error) || !error.isRetryable) throw error;
    wait.failures += 1;
    wait.lastError = error;
    return error;
  } finally {
    deadline.stop();
  }
}

function report(wait: Wait, task: TaskSnapshot): void {
  const type: WaitEvent["type"] = task.rawStatus === wait.lastStatus ? "still-waiting" : "status-changed";
  wait.lastStatus = task.rawStatus;
  wait.emit({ type, status: task.status, task });
}

function finish(reader: TaskReader, task: TaskSnapshot): TaskSnapshot {
  if (task.status !== "succeeded") throw new TaskFailedError(task);
  if (reader.hasResult(task)) return task;
  throw new ResponseError({
    code: "KLINGKIT_RESULT_MISSING",
    message: `Task ${task.taskId} succeeded and is paid for, but the response has no link. Read it again later.`,
    isRetryable: true,
    mayHaveCharged: "yes",
    service: task.service,
    taskId: task.taskId,
    externalTaskId: task.externalTaskId,
  });
}

function spreadMs({ core, pollIntervalMs, pace, attempt }: Wait): number {
  if (!pace) return pollIntervalMs * (1 + POLL_JITTER * (2 * core.random() - 1));
  return Math.min(pace.max, pace.first * pace.factor ** (attempt - 1)) + pace.jitter * core.random();
}

function pauseMs(wait: Wait): number {
  const { core, failures, lastError } = wait;
  const spread = spreadMs(wait);
  if (failures === 0) return spread;
  const pause = backoffMs({ attempt: failures, retryAfterMs: retryAfterOf(lastError), random: core.random });
  return Math.max(pause, spread);
}

async function rest({ core, handle, signal }: Wait, ms: number): Promise<void> {
  try {
    await core.clock.sleep(ms, signal);
  } catch (cause) {
    throw createWaitAbort(handle, 0, cause);
  }
}
