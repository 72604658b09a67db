import { InvalidRequestError } from "./invalid-request-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.DuplicateExternalIdError");

/** The external task id is taken: look the task up by it and adopt it. */
export class DuplicateExternalIdError extends InvalidRequestError {
  override readonly name: string = "DuplicateExternalIdError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is DuplicateExternalIdError {
    return hasMarker(value, marker);
  }
}
