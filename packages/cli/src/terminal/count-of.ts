/** `1 create`, `2 creates`, `2 batches`. */
export const countOf = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : noun.endsWith("ch") ? "es" : "s"}`;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** `24 hours`, or `90 minutes` where hours do not come out whole. */
export const lengthOf = (ms: number): string =>
  ms % HOUR_MS === 0 ? countOf(ms / HOUR_MS, "hour") : countOf(Math.round(ms / MINUTE_MS), "minute");
