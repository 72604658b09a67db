/** A clock that stands still until a test moves it; the shape that the SDK takes as `clock`. */
export interface ManualClock {
  nowMs(): number;
  /** Resolves when the clock has been moved past now + `ms`. Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves time and wakes sleepers in the order of their deadlines; code woken on the way runs before the next. */
  advance(ms: number): Promise<void>;
  /** Lengths in ms of all sleeps asked for so far. */
  readonly sleeps: readonly number[];
  /** Number of sleepers that wait now. */
  pending(): number;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Makes a manual clock. Default start 2026-11-21T00:00:00Z. */
export function createManualClock(startMs = Date.UTC(2026, 10, 21)): ManualClock {
  let now = startMs;
  const sleepers = new Set<Sleeper>();
  const sleeps: number[] = [];
  return {
    nowMs: () => now,
    sleeps,
    pending: () => sleepers.size,
    sleep: (ms, signal) => {
      sleeps.push(ms);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          dueMs: now + ms,
          wake: () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        signal?.addEventListener("abort", abort, { once: true });
        sleepers.add(sleeper);
      });
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let next = earliest(sleepers, end); next; next = earliest(sleepers, end)) {
        now = Math.max(now, next.dueMs);
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      now = end;
    },
  };
}

function earliest(sleepers: ReadonlySet<Sleeper>, endMs: number): Sleeper | undefined {
  return [...sleepers]
    .filter(({ dueMs }) => dueMs <= endMs)
    .toSorted((left, right) => left.dueMs - right.dueMs)[0];
}

/** Lets everything that was just woken run, in-process requests included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
