import { hasMarker } from "./kling-error.ts";
import { KlingInvalidRequestError } from "./kling-invalid-request-error.ts";

const marker = Symbol.for("klingkit.KlingDuplicateExternalIdError");

/** The external task id is taken (code 1201, `…already exists`): look the task up by it and adopt it. */
export class KlingDuplicateExternalIdError extends KlingInvalidRequestError {
  override readonly name: string = "KlingDuplicateExternalIdError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingDuplicateExternalIdError {
    return hasMarker(value, marker);
  }
}
