import type { EmulatorControl } from "@klingkit/emulator";
import type { Clock } from "klingkit";

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** One clock for emulator and engine: it stands still while anything works and then jumps to the next sleeper. */
export interface VirtualClock extends Clock {
  /** Counts real work that time must not overtake, such as files being written. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Moves time by `ms` while whatever runs goes on. */
  pass(ms: number): Promise<void>;
  /** Moves time until the promise is settled. */
  drive<T>(promise: Promise<T>): Promise<T>;
}

/** Real milliseconds without progress after which a test has hung. */
const STUCK_MS = 60_000;

export function createVirtualClock(control: Pick<EmulatorControl, "nowMs" | "advance">): VirtualClock {
  const sleepers = new Set<Sleeper>();
  const work = createWorkWatch();

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper = {
        dueMs: control.nowMs() + ms,
        wake: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      sleepers.add(sleeper);
    });
  }

  async function step(): Promise<void> {
    const next = [...sleepers].toSorted((left, right) => left.dueMs - right.dueMs)[0];
    if (!next) return;
    await control.advance(Math.max(0, next.dueMs - control.nowMs()));
    sleepers.delete(next);
    next.wake();
  }

  async function pass(ms: number): Promise<void> {
    const endMs = control.nowMs() + ms;
    for (;;) {
      while (await work.isUnderWay());
      const next = Math.min(endMs, ...[...sleepers].map(({ dueMs }) => dueMs));
      if (next >= endMs) break;
      await step();
    }
    await control.advance(Math.max(0, endMs - control.nowMs()));
  }

  async function drive<T>(promise: Promise<T>): Promise<T> {
    let isDone = false;
    const mark = () => {
      isDone = true;
      work.markChange();
    };
    promise.then(mark, mark);
    let stuckAt = Date.now() + STUCK_MS;
    for (;;) {
      const isBusy = await work.isUnderWay();
      if (isDone) return promise;
      if (isBusy) {
        if (Date.now() > stuckAt) throw new Error("the work in progress does not end");
        continue;
      }
      stuckAt = Date.now() + STUCK_MS;
      await step();
    }
  }

  return { nowMs: control.nowMs, sleep, during: work.during, pass, drive };
}

/** Counts real work. */
function createWorkWatch() {
  let running = 0;
  /** Grows with everything that begins or ends. */
  let changes = 0;
  const watchers = new Set<() => void>();

  function markChange(): void {
    changes += 1;
    for (const notify of watchers) notify();
    watchers.clear();
  }

  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, STUCK_MS);
      watchers.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  return {
    markChange,
    async during<T>(work: Promise<T>): Promise<T> {
      running += 1;
      markChange();
      try {
        return await work;
      } finally {
        running -= 1;
        markChange();
      }
    },
    /** Waits for real work; false once none is under way, nor was a moment ago: what ends may begin something else. */
    async isUnderWay(): Promise<boolean> {
      const before = changes;
      // Asleep, not in a loop: a database beside us needs the core to come to an end.
      if (running > 0) await nextChange();
      await settle();
      return running > 0 || changes !== before || isFileWorkUnderWay();
    },
  };
}

/** Files are also looked at and written outside of `during`; on a machine with much to do that takes a while. */
const isFileWorkUnderWay = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => resource.startsWith("FSReq"));

/** Lets everything that was just woken run, in-process requests and commits included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
