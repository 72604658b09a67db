import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingkitError, type KlingkitErrorOptions } from "./klingkit-error.ts";

export interface ConnectionErrorOptions extends Omit<KlingkitErrorOptions, "code"> {
  /** Where it happened: before sending, while connecting, in the body, or while waiting for a task. */
  readonly phase: CallPhase;
  readonly elapsedMs: number;
}

const marker = Symbol.for("klingkit.ConnectionError");

/** No response: name not found, refused, reset, TLS. */
export class ConnectionError extends KlingkitError {
  override readonly name: string = "ConnectionError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;

  constructor(options: ConnectionErrorOptions) {
    super({ ...options, code: "KLINGKIT_CONNECTION" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
  }

  static override isInstance(value: unknown): value is ConnectionError {
    return hasMarker(value, marker);
  }
}
