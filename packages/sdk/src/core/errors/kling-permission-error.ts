import { KlingApiError } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

const marker = Symbol.for("klingkit.KlingPermissionError");

/** The account or address may not do this (codes 1103, 1304). */
export class KlingPermissionError extends KlingApiError {
  override readonly name: string = "KlingPermissionError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is KlingPermissionError {
    return hasMarker(value, marker);
  }
}
