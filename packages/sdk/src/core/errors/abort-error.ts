import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingkitError, type KlingkitErrorOptions } from "./klingkit-error.ts";

export interface AbortErrorOptions extends Omit<KlingkitErrorOptions, "code"> {
  /** Where it happened: before sending, while connecting, in the body, or while waiting for a task. */
  readonly phase: CallPhase;
  readonly elapsedMs: number;
}

const marker = Symbol.for("klingkit.AbortError");

/** The caller's signal was aborted. A task that was made keeps running. */
export class AbortError extends KlingkitError {
  override readonly name: string = "AbortError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;

  constructor(options: AbortErrorOptions) {
    super({ ...options, code: "KLINGKIT_ABORTED" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
  }

  static override isInstance(value: unknown): value is AbortError {
    return hasMarker(value, marker);
  }
}
