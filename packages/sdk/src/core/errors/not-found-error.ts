import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.NotFoundError");

/** No such task, path or model. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is NotFoundError {
    return hasMarker(value, marker);
  }
}
