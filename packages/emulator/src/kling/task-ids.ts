import type { Chance } from "../world/chance.ts";

/**
 * Time origin and shift of task ids: fitted to two recorded pairs of id and creation time, which agree with an id of
 * `(ms since 2019-09-09) << 22 | low bits`. @source INF from LIVE 2026-03-29 and LIVE 2026-09-28
 */
const EPOCH_MS = 1_568_028_441_626;
const LOW_BITS = 22n;
const LOW_MASK = (1 << 22) - 1;
/** Least number of 18 digits, for clocks that are set before the origin. */
const LEAST = 100_000_000_000_000_000n;
/** Ids of one moment differ by up to this much. */
const MAX_STEP = 16;

export interface TaskIds {
  /** The next id of an account: larger than all before it. */
  next(account: string, nth: number, nowMs: number): string;
  /** Remembers an id that was made in an earlier life of the emulator. */
  note(account: string, id: string): void;
}

/** Makes increasing decimal ids, per account, so that parallel accounts do not influence each other. */
export function createTaskIds(chance: Chance): TaskIds {
  const last = new Map<string, bigint>();
  const lowBits = new Map<string, bigint>();

  function byTime(account: string, nowMs: number): bigint {
    const low = lowBits.get(account) ?? BigInt(chance.below(LOW_MASK, "id", account));
    lowBits.set(account, low);
    const id = (BigInt(Math.max(0, Math.floor(nowMs) - EPOCH_MS)) << LOW_BITS) | low;
    return id < LEAST ? LEAST + id : id;
  }

  return {
    next(account, nth, nowMs) {
      const least = byTime(account, nowMs);
      const previous = last.get(account) ?? 0n;
      const id =
        least > previous ? least : previous + 1n + BigInt(chance.below(MAX_STEP, "id", account, nth));
      last.set(account, id);
      return String(id);
    },
    note(account, id) {
      const value = BigInt(id);
      if (value > (last.get(account) ?? 0n)) last.set(account, value);
    },
  };
}
