/** What is known of callbacks: whether the last end that could have been told was told. */
export interface CallbackTrust {
  /** Tells of a task whose end a read has shown. */
  note(end: { readonly wasTold: boolean; readonly endedAtMs: number; readonly nowMs: number }): void;
  /** True while callbacks arrive: then reads are only the net below them. */
  isEarned(): boolean;
  /** True while no end was told and none was missed: whether callbacks arrive is not known yet. */
  isOpen(): boolean;
}

/** A callback may come this much later than the end that it tells. @source INF: the service documents no time */
const CALLBACK_GRACE_MS = 10_000;

/**
 * Callbacks must prove themselves: an address that the service cannot reach, or a tunnel that broke, must not make
 * videos late. One missed end brings the ordinary reads back until the next callback is heard.
 */
export function createCallbackTrust(): CallbackTrust {
  let isEarned: boolean | undefined;
  return {
    note({ wasTold, endedAtMs, nowMs }) {
      if (wasTold) isEarned = true;
      else if (nowMs - endedAtMs > CALLBACK_GRACE_MS) isEarned = false;
    },
    isEarned: () => isEarned === true,
    isOpen: () => isEarned === undefined,
  };
}
