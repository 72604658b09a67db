import { ApiError } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

const marker = Symbol.for("klingkit.ServerError");

/** The service failed. After a create, look the task up first. */
export class ServerError extends ApiError {
  override readonly name: string = "ServerError";
  readonly [marker] = true;

  static override isInstance(value: unknown): value is ServerError {
    return hasMarker(value, marker);
  }
}
