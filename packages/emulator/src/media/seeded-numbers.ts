import { createHash } from "node:crypto";

/** A stream of numbers in [0, 1) that depends on the seed alone. */
export type SeededNumbers = () => number;

export function createSeededNumbers(seed: string): SeededNumbers {
  const digest = createHash("sha256").update(seed).digest();
  let state = digest.readUInt32LE(0);
  return () => {
    // Mulberry32: a counter and a mixing step, 32 bits of state.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
