import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.InsufficientBalanceError");

/** No units, credits or balance left. Waiting does not help. */
export class InsufficientBalanceError extends ApiError {
  override readonly name: string = "InsufficientBalanceError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is InsufficientBalanceError {
    return hasMarker(value, marker);
  }
}
