import type { Estimate } from "@klingkit/spec/core";
import { hasMarker, KlingkitError } from "./klingkit-error.ts";

export interface SpendingErrorOptions {
  readonly message: string;
  readonly refusedBy: "guard" | "maxUnits";
  readonly estimate: Estimate;
  readonly service: string;
  readonly operationId: string;
  readonly externalTaskId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.SpendingError");

/** The client's own `guard` or `maxUnits` refused a create; nothing was sent. */
export class SpendingError extends KlingkitError {
  override readonly name: string = "SpendingError";
  readonly [marker] = true;
  readonly refusedBy: "guard" | "maxUnits";
  readonly estimate: Estimate;

  constructor(options: SpendingErrorOptions) {
    super({ ...options, code: "KLINGKIT_SPENDING", isRetryable: false, mayHaveCharged: "no" });
    this.refusedBy = options.refusedBy;
    this.estimate = options.estimate;
  }

  static override isInstance(value: unknown): value is SpendingError {
    return hasMarker(value, marker);
  }
}
