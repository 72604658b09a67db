import { hasMarker, KlingError, type KlingErrorOptions } from "./kling-error.ts";

export interface KlingResponseErrorOptions extends Omit<KlingErrorOptions, "code"> {
  readonly code?: string;
  readonly status?: number | undefined;
  readonly issues?: readonly string[];
  /** Start of the body, redacted. */
  readonly bodyExcerpt?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

const marker = Symbol.for("klingkit.KlingResponseError");

/** The answer cannot be read: HTML, truncated JSON, too large, or without the fields that matter. */
export class KlingResponseError extends KlingError {
  override readonly name: string = "KlingResponseError";
  readonly [marker] = true;
  readonly status: number | undefined;
  readonly issues: readonly string[];
  readonly bodyExcerpt: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(options: KlingResponseErrorOptions) {
    super({ ...options, code: options.code ?? "KLING_RESPONSE" });
    this.status = options.status;
    this.issues = options.issues ?? [];
    this.bodyExcerpt = options.bodyExcerpt;
    this.retryAfterMs = options.retryAfterMs;
  }

  static override isInstance(value: unknown): value is KlingResponseError {
    return hasMarker(value, marker);
  }
}
