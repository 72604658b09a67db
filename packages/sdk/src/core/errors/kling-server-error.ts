import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingServerError");

/** The service failed (codes 5000–5002, HTTP 5xx). After a create, look the task up first. */
export class KlingServerError extends KlingApiError {
  override readonly name: string = "KlingServerError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingServerError {
    return hasMarker(value, marker);
  }
}
