import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingAuthenticationError");

/** The key was refused (codes 1000–1004). */
export class KlingAuthenticationError extends KlingApiError {
  override readonly name: string = "KlingAuthenticationError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingAuthenticationError {
    return hasMarker(value, marker);
  }
}
