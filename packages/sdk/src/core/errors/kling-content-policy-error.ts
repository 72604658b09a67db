import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingContentPolicyError");

/** The input was refused by the content policy (codes 1300, 1301). */
export class KlingContentPolicyError extends KlingApiError {
  override readonly name: string = "KlingContentPolicyError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingContentPolicyError {
    return hasMarker(value, marker);
  }
}
