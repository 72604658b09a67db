import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingError, type KlingErrorOptions } from "./kling-error.ts";

export interface KlingAbortErrorOptions extends Omit<KlingErrorOptions, "code"> {
  /** Where it happened: before sending, while connecting, in the body, or while waiting for a task. */
  readonly phase: CallPhase;
  readonly elapsedMs: number;
}

const marker = Symbol.for("klingkit.KlingAbortError");

/** The caller's signal was aborted. A task that was made keeps running. */
export class KlingAbortError extends KlingError {
  override readonly name: string = "KlingAbortError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;

  constructor(options: KlingAbortErrorOptions) {
    super({ ...options, code: "KLING_ABORTED" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
  }

  static override isInstance(value: unknown): value is KlingAbortError {
    return hasMarker(value, marker);
  }
}
