import type { Call } from "./service-protocol.ts";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Deadline of one request in ms. Default: the client's, 60 000. */
  readonly timeoutMs?: number | undefined;
}

export interface SendInput extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Besides those of every call. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The task that the call is about, kept on every error. Default: what `params.id` says. */
  readonly taskId?: string | undefined;
  /** The caller's id of that task, or the one inside the body of a create: kept on every error, to look the task up. */
  readonly externalTaskId?: string | undefined;
  /** JSON that an empty answer stands for. Default: an empty answer is unreadable. */
  readonly ifEmpty?: string;
  /** Extra tries of a read. Default: the client's. */
  readonly maxRetries?: number;
}

export interface Answer {
  readonly data: unknown;
  readonly requestId: string | undefined;
}

/** Ids of a task, either of which may be unknown. */
interface TaskIds {
  readonly taskId: string | undefined;
  readonly externalTaskId: string | undefined;
}

/** Ids of the task that a call is about, for its error. Without either, an id in the path is taken for the task's. */
export function idsOf({ taskId, externalTaskId, params }: SendInput): TaskIds {
  const isNamed = taskId !== undefined || externalTaskId !== undefined;
  return { taskId: isNamed ? taskId : params?.["id"], externalTaskId };
}

/** Sends one operation. Throws a KlingkitError of the fitting class. */
export type Send = (operation: Call, input?: SendInput) => Promise<Answer>;
