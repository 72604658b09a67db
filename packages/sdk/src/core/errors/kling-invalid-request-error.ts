import type { Issue } from "@klingkit/spec";
import { KlingApiError, type KlingApiErrorOptions } from "./kling-api-error.ts";
import { hasMarker } from "./kling-error.ts";

export interface KlingInvalidRequestErrorOptions extends KlingApiErrorOptions {
  readonly issues?: readonly Issue[];
}

const marker = Symbol.for("klingkit.KlingInvalidRequestError");

/** The request is wrong: found here before anything was sent (`issues`, no `status`) or by the service (codes 1200, 1201). */
export class KlingInvalidRequestError extends KlingApiError {
  override readonly name: string = "KlingInvalidRequestError";
  readonly [marker] = true;
  /** What this client found; empty when the service refused. */
  readonly issues: readonly Issue[];

  constructor(options: KlingInvalidRequestErrorOptions) {
    super(options);
    this.issues = options.issues ?? [];
  }

  static override isInstance(value: unknown): value is KlingInvalidRequestError {
    return hasMarker(value, marker);
  }
}
