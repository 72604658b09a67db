import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingInsufficientBalanceError");

/** No units or balance left (codes 1101, 1102). Waiting does not help. */
export class KlingInsufficientBalanceError extends KlingApiError {
  override readonly name: string = "KlingInsufficientBalanceError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingInsufficientBalanceError {
    return hasMarker(value, marker);
  }
}
