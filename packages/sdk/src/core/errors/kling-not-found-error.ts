import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingNotFoundError");

/** No such task, path or model (codes 1202, 1203, and 1201 with `Task not found…`). */
export class KlingNotFoundError extends KlingApiError {
  override readonly name: string = "KlingNotFoundError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingNotFoundError {
    return hasMarker(value, marker);
  }
}
