import { redactAll } from "../redact.ts";
import { hasMarker, KlingError, type KlingErrorOptions } from "./kling-error.ts";

export interface KlingApiErrorOptions extends KlingErrorOptions {
  /** HTTP status; absent when the request was refused before it was sent. */
  readonly status?: number | undefined;
  /** Business code of the envelope. */
  readonly serviceCode?: number | undefined;
  /** The service's own words. */
  readonly serviceMessage?: string | undefined;
  readonly data?: unknown;
  readonly retryAfterMs?: number | undefined;
}

const marker = Symbol.for("klingkit.KlingApiError");

/** The service answered with a failure: HTTP 400 or more, or an envelope whose code is not 0. */
export class KlingApiError extends KlingError {
  override readonly name: string = "KlingApiError";
  readonly [marker] = true;
  readonly status: number | undefined;
  readonly serviceCode: number | undefined;
  readonly serviceMessage: string | undefined;
  /** What came with the failure: texts redacted, deep levels cut. */
  readonly data: unknown;
  /** How long the service asks to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(options: KlingApiErrorOptions) {
    super(options);
    this.status = options.status;
    this.serviceCode = options.serviceCode;
    this.serviceMessage = options.serviceMessage;
    this.data = redactAll(options.data);
    this.retryAfterMs = options.retryAfterMs;
  }

  static override isInstance(value: unknown): value is KlingApiError {
    return hasMarker(value, marker);
  }
}
