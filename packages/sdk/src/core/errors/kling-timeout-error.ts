import type { TaskHandle } from "../task.ts";
import type { CallPhase } from "./call-phase.ts";
import { hasMarker, KlingError, type KlingErrorOptions } from "./kling-error.ts";

export interface KlingTimeoutErrorOptions extends Omit<KlingErrorOptions, "code"> {
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly handle?: TaskHandle | undefined;
}

const marker = Symbol.for("klingkit.KlingTimeoutError");

/** Our own deadline passed. When waiting for a task, `handle` resumes the wait; the task keeps running. */
export class KlingTimeoutError extends KlingError {
  override readonly name: string = "KlingTimeoutError";
  readonly [marker] = true;
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly handle: TaskHandle | undefined;

  constructor(options: KlingTimeoutErrorOptions) {
    super({ ...options, code: "KLING_TIMEOUT" });
    this.phase = options.phase;
    this.elapsedMs = options.elapsedMs;
    this.handle = options.handle;
  }

  static override isInstance(value: unknown): value is KlingTimeoutError {
    return hasMarker(value, marker);
  }
}
