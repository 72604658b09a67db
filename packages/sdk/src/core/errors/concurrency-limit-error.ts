import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.ConcurrencyLimitError");

/** All slots of the resource pack are in use (code 1303); no task was made. */
export class ConcurrencyLimitError extends ApiError {
  override readonly name: string = "ConcurrencyLimitError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is ConcurrencyLimitError {
    return hasMarker(value, marker);
  }
}
