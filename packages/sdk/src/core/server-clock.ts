import type { Clock } from "./clock.ts";

/** The service's clock, as far as its answers have shown it. */
export interface ServerClock {
  nowMs(): number;
  /** Learns from a `Date` header that arrived between two instants of ours. */
  learn(dateHeader: string | null, sentAtMs: number, receivedAtMs: number): void;
  /** Service's clock minus ours, in ms; undefined before the first answer with a date. */
  offsetMs(): number | undefined;
}

export function createServerClock(clock: Clock): ServerClock {
  let offset: number | undefined;
  let lastHeader: string | null | undefined;
  let dateMs = 0;
  return {
    nowMs: () => clock.nowMs() + (offset ?? 0),
    learn(dateHeader, sentAtMs, receivedAtMs) {
      // Answers of one second have the same.
      if (dateHeader !== lastHeader) dateMs = Date.parse(dateHeader ?? "");
      lastHeader = dateHeader;
      // The header has whole seconds: on average it is half a second behind.
      if (!Number.isNaN(dateMs)) offset = Math.round(dateMs + 500 - (sentAtMs + receivedAtMs) / 2);
    },
    offsetMs: () => offset,
  };
}
