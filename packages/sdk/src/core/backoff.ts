/** First pause after a failed read. @source INF; the concurrency page advises to start at 1 s or more */
export const READ_BACKOFF_MS = { first: 1000, max: 20_000 } as const;

export interface Backoff {
  /** Failures so far, from 1. */
  readonly attempt: number;
  /** What the service asked for; wins over our own choice, up to the cap. */
  readonly retryAfterMs?: number | undefined;
  readonly random: () => number;
}

/** Doubling pause with half of it random, so that many clients do not return at once. */
export function backoffMs({ attempt, retryAfterMs, random }: Backoff): number {
  const { first, max } = READ_BACKOFF_MS;
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, max);
  const full = Math.min(first * 2 ** (attempt - 1), max);
  return Math.round(full / 2 + (full / 2) * random());
}
