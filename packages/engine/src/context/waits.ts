/** Whatever a service asks for in `Retry-After`, no pause is longer. In ms. INF */
export const LONGEST_PAUSE_MS = 300_000;

/**
 * No timer of ours is further away, save that of a budget which renews at midnight. In ms.
 * One that is was set while a clock ran ahead, and counts as due. INF
 */
export const LONGEST_WAIT_MS = 900_000;

/** A timer at `atMs`, brought nearer where it is too far away. */
export const soonEnough = (atMs: number, nowMs: number): number => Math.min(atMs, nowMs + LONGEST_WAIT_MS);
