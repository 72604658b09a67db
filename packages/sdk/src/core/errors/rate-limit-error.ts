import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.RateLimitError");

/** Too many requests. */
export class RateLimitError extends ApiError {
  override readonly name: string = "RateLimitError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is RateLimitError {
    return hasMarker(value, marker);
  }
}
