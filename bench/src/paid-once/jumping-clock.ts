import type { Clock } from "klingkit";

/** The clock is set while the task runs. */
const JUMP_AFTER_MS = 20_000;

/** A clock that somebody sets; what sleeps by it is not disturbed, as with a machine's. */
export function createJumpingClock({ nowMs, sleep }: Clock, jumpMs: number): Clock {
  const jumpAtMs = nowMs() + JUMP_AFTER_MS;
  return { sleep, nowMs: () => (nowMs() < jumpAtMs ? nowMs() : nowMs() + jumpMs) };
}
