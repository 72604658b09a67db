import type { KlingkitError } from "./errors/klingkit-error.ts";
import type { TaskHandle, TaskSnapshot } from "./task.ts";

interface ProgressBase {
  readonly handle: TaskHandle;
  /** Reads so far. */
  readonly attempt: number;
  readonly elapsedMs: number;
}

/** What a wait has to say. */
export type WaitProgress =
  /** The wait began. */
  | { readonly type: "submitted" }
  | {
      readonly type: "status-changed" | "still-waiting";
      readonly status: TaskSnapshot["status"];
      readonly task: TaskSnapshot;
    }
  /** The service does not show the task yet. */
  | { readonly type: "not-visible-yet" }
  /** A read failed in a way that may pass; the task is not affected. */
  | { readonly type: "read-failed"; readonly error: KlingkitError };

/** What happened while waiting. */
export type WaitEvent = ProgressBase & WaitProgress;

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Deadline of the whole wait in ms. Default 1 800 000 (30 minutes). */
  readonly timeoutMs?: number | undefined;
  /** Poll interval in ms, minimum 100; the service's Retry-After wins. Default: 5000; at Higgsfield 2000, growing to 10 000. */
  readonly pollIntervalMs?: number | undefined;
  /** Called for every event; what it throws ends the wait. */
  readonly onProgress?: ((event: WaitEvent) => void) | undefined;
}
