import type { ReadAnswer } from "../provider/provider.ts";

/** Watches whether the service refuses the key of every read. */
export interface ReadWatch {
  note(answers: readonly ReadAnswer[], nowMs: number): void;
  /** True when for some minutes every read was refused because of its key. */
  isRefused(nowMs: number): boolean;
  reset(): void;
}

/** Code of the error of a read that was refused because of its key. */
export const REFUSED_KEY = "KLINGKIT_AUTHENTICATION";
/** A single refusal may be the hiccup of a gateway. INF */
const REFUSED_FOR_MS = 180_000;
/** However long it seems to be: a clock can jump. */
const MIN_REFUSALS = 5;

export function createReadWatch(): ReadWatch {
  let sinceMs: number | undefined;
  let refusals = 0;

  function reset(): void {
    sinceMs = undefined;
    refusals = 0;
  }

  return {
    reset,
    note(answers, nowMs) {
      if (!answers.every(isRefused)) return reset();
      sinceMs ??= nowMs;
      refusals += 1;
    },
    isRefused: (nowMs) =>
      sinceMs !== undefined && refusals >= MIN_REFUSALS && nowMs - sinceMs >= REFUSED_FOR_MS,
  };
}

const isRefused = (answer: ReadAnswer): boolean => answer.kind === "error" && answer.code === REFUSED_KEY;
