import type { Estimate } from "@klingkit/spec";
import { hasMarker, KlingError } from "./kling-error.ts";

export interface KlingSpendingErrorOptions {
  readonly message: string;
  readonly refusedBy: "guard" | "maxUnits";
  readonly estimate: Estimate;
  readonly operationId: string;
  readonly externalTaskId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.KlingSpendingError");

/** The client's own `guard` or `maxUnits` refused a create; nothing was sent. */
export class KlingSpendingError extends KlingError {
  override readonly name: string = "KlingSpendingError";
  readonly [marker] = true;
  readonly refusedBy: "guard" | "maxUnits";
  readonly estimate: Estimate;

  constructor(options: KlingSpendingErrorOptions) {
    super({ ...options, code: "KLING_SPENDING", isRetryable: false, mayHaveCharged: "no" });
    this.refusedBy = options.refusedBy;
    this.estimate = options.estimate;
  }

  static override isInstance(value: unknown): value is KlingSpendingError {
    return hasMarker(value, marker);
  }
}
