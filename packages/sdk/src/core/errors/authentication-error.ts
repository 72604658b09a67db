import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.AuthenticationError");

/** The key was refused. */
export class AuthenticationError extends ApiError {
  override readonly name: string = "AuthenticationError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is AuthenticationError {
    return hasMarker(value, marker);
  }
}
