import type { Issue } from "@klingkit/spec";
import { hasMarker, KlingError } from "./kling-error.ts";

export interface KlingConfigErrorOptions {
  readonly message: string;
  /** Option that is wrong or missing. */
  readonly option: string;
  readonly issues?: readonly Issue[];
  readonly operationId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.KlingConfigError");

/** Our own input is wrong; nothing was sent. */
export class KlingConfigError extends KlingError {
  override readonly name: string = "KlingConfigError";
  readonly [marker] = true;
  readonly option: string;
  readonly issues: readonly Issue[];

  constructor(options: KlingConfigErrorOptions) {
    super({ ...options, code: "KLING_CONFIG", isRetryable: false, mayHaveCharged: "no" });
    this.option = options.option;
    this.issues = options.issues ?? [];
  }

  static override isInstance(value: unknown): value is KlingConfigError {
    return hasMarker(value, marker);
  }
}
