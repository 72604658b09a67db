import type { DispatchOptions } from "../dispatch/dispatcher.ts";

/** Starts and stops one loop; however often it is asked, one runs at a time. */
export interface Runner {
  start(): void;
  stop(): Promise<void>;
  /** Resolves after the signal, or where `isUntilIdle` when nothing is left to do. */
  until(options: UntilOptions): Promise<void>;
}

export interface UntilOptions {
  readonly signal: AbortSignal | undefined;
  readonly isUntilIdle: boolean;
}

export function createRunner(run: (options: DispatchOptions) => Promise<void>): Runner {
  let current: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;

  function begin(isUntilIdle: boolean) {
    if (current) return current;
    const controller = new AbortController();
    const done = run({ signal: controller.signal, isUntilIdle }).finally(() => {
      current = undefined;
    });
    current = { done, controller };
    return current;
  }

  return {
    start() {
      // A loop that broke is told to whoever stops it; without that nobody listens yet.
      begin(false).done.catch(() => undefined);
    },
    async stop() {
      const running = current;
      running?.controller.abort();
      await running?.done;
    },
    async until({ signal, isUntilIdle }) {
      const { done, controller } = begin(isUntilIdle);
      const abort = () => controller.abort();
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort, { once: true });
      await done.finally(() => signal?.removeEventListener("abort", abort));
    },
  };
}
