import type { Issue } from "@klingkit/spec/core";
import { ApiError, type ApiErrorOptions } from "./api-error.ts";
import { hasMarker } from "./klingkit-error.ts";

export interface InvalidRequestErrorOptions extends ApiErrorOptions {
  readonly issues?: readonly Issue[];
}

const marker = Symbol.for("klingkit.InvalidRequestError");

/** The request is wrong: found here before anything was sent (`issues`, no `status`) or by the service. */
export class InvalidRequestError extends ApiError {
  override readonly name: string = "InvalidRequestError";
  readonly [marker] = true;
  /** What this client found; empty when the service refused. */
  readonly issues: readonly Issue[];

  constructor(options: InvalidRequestErrorOptions) {
    super({ reason: "invalid-request", ...options });
    this.issues = options.issues ?? [];
  }

  static override isInstance(value: unknown): value is InvalidRequestError {
    return hasMarker(value, marker);
  }
}
