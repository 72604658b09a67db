export const DAY_MS = 86_400_000;

/** Midnight by UTC, when limits of a day renew. */
export const startOfDayMs = (nowMs: number): number => nowMs - (nowMs % DAY_MS);
