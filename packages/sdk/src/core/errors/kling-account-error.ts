import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingAccountError");

/** The account is not in order (code 1100). */
export class KlingAccountError extends KlingApiError {
  override readonly name: string = "KlingAccountError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingAccountError {
    return hasMarker(value, marker);
  }
}
