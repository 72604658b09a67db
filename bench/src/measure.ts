/** One figure of the table: what was measured against what, and the bar that it must reach. */
export interface Measurement {
  readonly name: string;
  /** The figure in words, with its unit. */
  readonly seen: string;
  readonly bar: string;
  /** Undefined for figures without a bar. */
  readonly isReached: boolean | undefined;
  readonly detail: string;
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** Milliseconds that `work` takes. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Times two pieces of work in turn (A B A B …), so that a machine that slows down hurts both,
 * after one round that is not counted.
 */
export async function timePairs(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  rounds: number,
): Promise<{ readonly firstMs: number; readonly secondMs: number; readonly ratio: number }> {
  const pairs: { readonly a: number; readonly b: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const a = await timeMs(first);
    const b = await timeMs(second);
    if (round > 0) pairs.push({ a, b });
  }
  return {
    firstMs: median(pairs.map(({ a }) => a)),
    secondMs: median(pairs.map(({ b }) => b)),
    ratio: median(pairs.map(({ a, b }) => a / b)),
  };
}

export const atMost = (
  name: string,
  value: number,
  limit: number,
  unit: string,
  detail: string,
): Measurement => ({
  name,
  seen: `${format(value)} ${unit}`,
  bar: `≤ ${limit} ${unit}`,
  isReached: value <= limit,
  detail,
});

export const atLeast = (
  name: string,
  value: number,
  limit: number,
  unit: string,
  detail: string,
): Measurement => ({
  name,
  seen: `${format(value)} ${unit}`,
  bar: `≥ ${limit} ${unit}`,
  isReached: value >= limit,
  detail,
});

/** A figure that explains another one and has no bar of its own. */
export const figure = (name: string, value: number, unit: string, detail: string): Measurement => ({
  name,
  seen: `${format(value)} ${unit}`,
  bar: "–",
  isReached: undefined,
  detail,
});

const format = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
