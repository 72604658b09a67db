import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingError, type KlingErrorOptions } from "./kling-error.ts";

export interface KlingConnectionErrorOptions extends Omit<KlingErrorOptions, "code"> {
  /** Where it happened: before sending, while connecting, in the body, or while waiting for a task. */
  readonly phase: CallPhase;
  readonly elapsedMs: number;
}

const marker = Symbol.for("klingkit.KlingConnectionError");

/** No answer: name not found, refused, reset, TLS. */
export class KlingConnectionError extends KlingError {
  override readonly name: string = "KlingConnectionError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;

  constructor(options: KlingConnectionErrorOptions) {
    super({ ...options, code: "KLING_CONNECTION" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
  }

  static override isInstance(value: unknown): value is KlingConnectionError {
    return hasMarker(value, marker);
  }
}
