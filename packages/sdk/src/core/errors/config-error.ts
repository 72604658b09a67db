import type { Issue } from "@klingkit/spec/core";
import { hasMarker, KlingkitError } from "./klingkit-error.ts";

export interface ConfigErrorOptions {
  readonly message: string;
  /** Option that is wrong or missing. */
  readonly option: string;
  readonly issues?: readonly Issue[];
  readonly service?: string | undefined;
  readonly operationId?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.ConfigError");

/** Our own input is wrong; nothing was sent. */
export class ConfigError extends KlingkitError {
  override readonly name: string = "ConfigError";
  readonly [marker] = true;
  readonly option: string;
  readonly issues: readonly Issue[];

  constructor(options: ConfigErrorOptions) {
    super({ ...options, code: "KLINGKIT_CONFIG", isRetryable: false, mayHaveCharged: "no" });
    this.option = options.option;
    this.issues = options.issues ?? [];
  }

  static override isInstance(value: unknown): value is ConfigError {
    return hasMarker(value, marker);
  }
}
