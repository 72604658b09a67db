import type { MayHaveCharged } from "@klingkit/spec/core";
import { redact } from "../redact.ts";

/** Stable codes of all errors. Documented API: never renamed. */
export type KnownErrorCode =
  | "KLINGKIT_ABORTED"
  | "KLINGKIT_ACCOUNT"
  | "KLINGKIT_API"
  | "KLINGKIT_AUTHENTICATION"
  | "KLINGKIT_CONCURRENCY_LIMIT"
  | "KLINGKIT_CONFIG"
  | "KLINGKIT_CONNECTION"
  | "KLINGKIT_CONTENT_POLICY"
  | "KLINGKIT_DUPLICATE_EXTERNAL_ID"
  | "KLINGKIT_IDEMPOTENCY_MISMATCH"
  | "KLINGKIT_INSUFFICIENT_BALANCE"
  | "KLINGKIT_INVALID_REQUEST"
  | "KLINGKIT_NOT_FOUND"
  | "KLINGKIT_PERMISSION"
  | "KLINGKIT_RATE_LIMIT"
  | "KLINGKIT_RESPONSE"
  | "KLINGKIT_RESULT_MISSING"
  | "KLINGKIT_SERVER"
  | "KLINGKIT_SPENDING"
  | "KLINGKIT_TASK_CANCELED"
  | "KLINGKIT_TASK_EXPIRED"
  | "KLINGKIT_TASK_FAILED"
  | "KLINGKIT_TIMEOUT"
  | "KLINGKIT_WEBHOOK";

/** A known code, or one of downloads and input files (`klingkit/node`). */
export type KlingkitErrorCode = KnownErrorCode | (string & {});

/** What every error can tell about the call that it ended. */
export interface ErrorContext {
  readonly service?: string | undefined;
  readonly operationId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly externalTaskId?: string | undefined;
  readonly cause?: unknown;
}

export interface KlingkitErrorOptions extends ErrorContext {
  readonly message: string;
  readonly code: KlingkitErrorCode;
  readonly isRetryable: boolean;
  readonly mayHaveCharged: MayHaveCharged;
}

const marker = Symbol.for("klingkit.KlingkitError");

/** Whether a value carries a class's mark; works across copies of this package, unlike `instanceof`. */
export function hasMarker(value: unknown, mark: symbol): boolean {
  return typeof value === "object" && value !== null && mark in value;
}

/** Base of all errors of this package. */
export class KlingkitError extends Error {
  override readonly name: string = "KlingkitError";
  readonly [marker] = true;
  readonly code: KlingkitErrorCode;
  /** The same request may succeed later. For creates, look at `mayHaveCharged` too. */
  readonly isRetryable: boolean;
  /** Whether money may have been spent: a create with `unknown` must be looked up before it is repeated. */
  readonly mayHaveCharged: MayHaveCharged;
  /** The service that the call was for, such as `kling`; undefined where no call was made. */
  readonly service: string | undefined;
  readonly operationId: string | undefined;
  /** The service's id of the request; support asks for it. */
  readonly requestId: string | undefined;
  readonly taskId: string | undefined;
  readonly externalTaskId: string | undefined;

  constructor(options: KlingkitErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.isRetryable = options.isRetryable;
    this.mayHaveCharged = options.mayHaveCharged;
    this.service = options.service;
    this.operationId = options.operationId;
    // The service's word, like all that it may have echoed a key in.
    this.requestId = options.requestId === undefined ? undefined : redact(options.requestId);
    this.taskId = options.taskId;
    this.externalTaskId = options.externalTaskId;
  }

  static isInstance(value: unknown): value is KlingkitError {
    return hasMarker(value, marker);
  }
}
