import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingRateLimitError");

/** Too many requests (code 1302). */
export class KlingRateLimitError extends KlingApiError {
  override readonly name: string = "KlingRateLimitError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingRateLimitError {
    return hasMarker(value, marker);
  }
}
