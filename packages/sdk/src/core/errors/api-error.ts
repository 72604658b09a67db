import { redactAll } from "../redact.ts";
import { hasMarker, KlingkitError, type KlingkitErrorOptions } from "./klingkit-error.ts";
import type { RefusalReason } from "./refusal-reason.ts";

export interface ApiErrorOptions extends KlingkitErrorOptions {
  /** HTTP status; absent when the request was refused before it was sent. */
  readonly status?: number | undefined;
  /** Why it was refused. Default `unknown`. */
  readonly reason?: RefusalReason | undefined;
  /** The service's own code: a number at Kling. */
  readonly serviceCode?: number | string | undefined;
  /** The service's own words. */
  readonly serviceMessage?: string | undefined;
  readonly data?: unknown;
  readonly retryAfterMs?: number | undefined;
}

const marker = Symbol.for("klingkit.ApiError");

/** The service answered with a failure: an HTTP status of 400 or more, or a failure code. */
export class ApiError extends KlingkitError {
  override readonly name: string = "ApiError";
  readonly [marker] = true;
  readonly status: number | undefined;
  /** Why it was refused, in the same words for every service. */
  readonly reason: RefusalReason;
  /** The service's own code: a number at Kling. */
  readonly serviceCode: number | string | undefined;
  readonly serviceMessage: string | undefined;
  /** What came with the failure: texts redacted, deep levels cut. */
  readonly data: unknown;
  /** How long the service asks to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(options: ApiErrorOptions) {
    super(options);
    this.status = options.status;
    this.reason = options.reason ?? "unknown";
    this.serviceCode = options.serviceCode;
    this.serviceMessage = options.serviceMessage;
    this.data = redactAll(options.data);
    this.retryAfterMs = options.retryAfterMs;
  }

  static override isInstance(value: unknown): value is ApiError {
    return hasMarker(value, marker);
  }
}
