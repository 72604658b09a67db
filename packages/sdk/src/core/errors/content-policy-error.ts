import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.ContentPolicyError");

/** The input was refused by the content policy. */
export class ContentPolicyError extends ApiError {
  override readonly name: string = "ContentPolicyError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is ContentPolicyError {
    return hasMarker(value, marker);
  }
}
