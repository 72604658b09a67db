import { hasMarker, KlingkitError, type KlingkitErrorOptions } from "./klingkit-error.ts";

export interface ResponseErrorOptions extends Omit<KlingkitErrorOptions, "code"> {
  readonly code?: string;
  readonly status?: number | undefined;
  readonly issues?: readonly string[];
  /** Start of the body, redacted. */
  readonly bodyExcerpt?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

const marker = Symbol.for("klingkit.ResponseError");

/** The answer cannot be read: HTML, truncated JSON, too large, or without the fields that matter. */
export class ResponseError extends KlingkitError {
  override readonly name: string = "ResponseError";
  readonly [marker] = true;
  readonly status: number | undefined;
  readonly issues: readonly string[];
  readonly bodyExcerpt: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(options: ResponseErrorOptions) {
    super({ ...options, code: options.code ?? "KLINGKIT_RESPONSE" });
    this.status = options.status;
    this.issues = options.issues ?? [];
    this.bodyExcerpt = options.bodyExcerpt;
    this.retryAfterMs = options.retryAfterMs;
  }

  static override isInstance(value: unknown): value is ResponseError {
    return hasMarker(value, marker);
  }
}
