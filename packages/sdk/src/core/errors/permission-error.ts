import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.PermissionError");

/** The account or address may not do this. */
export class PermissionError extends ApiError {
  override readonly name: string = "PermissionError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is PermissionError {
    return hasMarker(value, marker);
  }
}
