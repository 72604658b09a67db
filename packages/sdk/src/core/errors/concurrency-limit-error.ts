import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.ConcurrencyLimitError");

/** As many tasks run as the account may have at once; no task was made. */
export class ConcurrencyLimitError extends ApiError {
  override readonly name: string = "ConcurrencyLimitError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is ConcurrencyLimitError {
    return hasMarker(value, marker);
  }
}
