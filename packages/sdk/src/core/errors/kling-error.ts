import type { MayHaveCharged } from "@klingkit/spec";
import { redact } from "../redact.ts";

/** Stable codes of all errors. Documented API: never renamed. */
export type KlingErrorCode =
  | "KLING_ABORTED"
  | "KLING_ACCOUNT"
  | "KLING_API"
  | "KLING_AUTHENTICATION"
  | "KLING_CONCURRENCY_LIMIT"
  | "KLING_CONFIG"
  | "KLING_CONNECTION"
  | "KLING_CONTENT_POLICY"
  | "KLING_DUPLICATE_EXTERNAL_ID"
  | "KLING_INSUFFICIENT_BALANCE"
  | "KLING_INVALID_REQUEST"
  | "KLING_NOT_FOUND"
  | "KLING_PERMISSION"
  | "KLING_RATE_LIMIT"
  | "KLING_RESPONSE"
  | "KLING_RESULT_MISSING"
  | "KLING_SERVER"
  | "KLING_SPENDING"
  | "KLING_TASK_EXPIRED"
  | "KLING_TASK_FAILED"
  | "KLING_TIMEOUT"
  | "KLING_WEBHOOK"
  | (string & {});

/** What every error can tell about the call that it ended. */
export interface ErrorContext {
  readonly operationId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly externalTaskId?: string | undefined;
  readonly cause?: unknown;
}

export interface KlingErrorOptions extends ErrorContext {
  readonly message: string;
  readonly code: KlingErrorCode;
  readonly isRetryable: boolean;
  readonly mayHaveCharged: MayHaveCharged;
}

const marker = Symbol.for("klingkit.KlingError");

/** Whether a value carries a class's mark; works across copies of this package, unlike `instanceof`. */
export function hasMarker(value: unknown, mark: symbol): boolean {
  return typeof value === "object" && value !== null && mark in value;
}

/** Base of all errors of this package. */
export class KlingError extends Error {
  override readonly name: string = "KlingError";
  readonly [marker] = true;
  readonly code: KlingErrorCode;
  /** The same request may succeed later. For creates, look at `mayHaveCharged` too. */
  readonly isRetryable: boolean;
  /** Whether money may have been spent: a create with `unknown` must be looked up before it is repeated. */
  readonly mayHaveCharged: MayHaveCharged;
  readonly operationId: string | undefined;
  /** The service's id of the request; support asks for it. */
  readonly requestId: string | undefined;
  readonly taskId: string | undefined;
  readonly externalTaskId: string | undefined;

  constructor(options: KlingErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.isRetryable = options.isRetryable;
    this.mayHaveCharged = options.mayHaveCharged;
    this.operationId = options.operationId;
    // The service's word, like all that it may have echoed a key in.
    this.requestId = options.requestId === undefined ? undefined : redact(options.requestId);
    this.taskId = options.taskId;
    this.externalTaskId = options.externalTaskId;
  }

  static isInstance(value: unknown): value is KlingError {
    return hasMarker(value, marker);
  }
}
