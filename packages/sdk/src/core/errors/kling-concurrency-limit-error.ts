import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingConcurrencyLimitError");

/** All slots of the resource pack are in use (code 1303); no task was made. */
export class KlingConcurrencyLimitError extends KlingApiError {
  override readonly name: string = "KlingConcurrencyLimitError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingConcurrencyLimitError {
    return hasMarker(value, marker);
  }
}
