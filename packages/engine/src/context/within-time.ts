/** Timers hold 31 bits; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Time in which a request that keeps its deadline has told its end. */
const GRACE_MS = 5000;

/** Requests that one read may take in a row: together, then one by one, by another id or in another family. */
const READ_REQUESTS_MAX = 4;

/** The same for a read, whose requests have the deadline one by one. */
export const readWithinTime = <T>(timeoutMs: number, work: Promise<T>): Promise<T> =>
  withinTime(READ_REQUESTS_MAX * timeoutMs, work);

/**
 * The answer of a call that has a deadline of its own, or an error soon after that deadline, in real time. A `fetch` that is
 * wrapped may lose the signal that should end it, and a job must not hang on it: like a lost answer, it is looked up.
 */
export async function withinTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    const limitMs = timeoutMs + Math.min(GRACE_MS, timeoutMs);
    const message = `the request did not end within ${limitMs} ms, although its deadline was ${timeoutMs} ms`;
    timer = setTimeout(() => reject(new Error(message)), Math.min(LONGEST_TIMER_MS, limitMs));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
