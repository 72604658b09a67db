export interface Holdback {
  /** Resolves when the task's next callback was sent, or after `maxMs` of emulator time. */
  hold(taskId: string, maxMs: number): Promise<void>;
  /** Lets the held callbacks of a task go. */
  release(taskId: string): void;
}

export interface HoldbackOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Keeps callbacks back so that a later one overtakes them. */
export function createHoldback({ sleep, signal }: HoldbackOptions): Holdback {
  const held = new Map<string, AbortController[]>();
  return {
    async hold(taskId, maxMs) {
      const released = new AbortController();
      held.set(taskId, [...(held.get(taskId) ?? []), released]);
      try {
        await sleep(maxMs, AbortSignal.any([signal, released.signal]));
      } catch (error) {
        if (!released.signal.aborted) throw error;
      }
    },
    release(taskId) {
      for (const released of held.get(taskId) ?? []) released.abort();
      held.delete(taskId);
    },
  };
}
