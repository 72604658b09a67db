import type { Operation } from "@klingkit/spec";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Deadline of one request in ms. Default: the client's, 60 000. */
  readonly timeoutMs?: number | undefined;
}

export interface SendInput extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** The caller's id inside the body of a create: kept on every error, so that the task can be looked up. */
  readonly externalTaskId?: string | undefined;
  /** Extra tries of a read. Default: the client's. */
  readonly maxRetries?: number;
}

export interface Answer {
  readonly data: unknown;
  readonly requestId: string | undefined;
}

/** Sends one operation. Throws a KlingError of the fitting class. */
export type Send = (operation: Operation, input?: SendInput) => Promise<Answer>;
