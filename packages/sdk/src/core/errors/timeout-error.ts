import type { TaskHandle } from "../task.ts";
import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingkitError, type KlingkitErrorOptions } from "./klingkit-error.ts";

export interface TimeoutErrorOptions extends Omit<KlingkitErrorOptions, "code"> {
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly handle?: TaskHandle | undefined;
}

const marker = Symbol.for("klingkit.TimeoutError");

/** Our own deadline passed. When waiting for a task, `handle` resumes the wait; the task keeps running. */
export class TimeoutError extends KlingkitError {
  override readonly name: string = "TimeoutError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly handle: TaskHandle | undefined;

  constructor(options: TimeoutErrorOptions) {
    super({ ...options, code: "KLINGKIT_TIMEOUT" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
    this.handle = options.handle;
  }

  static override isInstance(value: unknown): value is TimeoutError {
    return hasMarker(value, marker);
  }
}
