import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.AccountError");

/** The account is not in order. */
export class AccountError extends ApiError {
  override readonly name: string = "AccountError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is AccountError {
    return hasMarker(value, marker);
  }
}
