import { createEventQueue } from "./event-queue.ts";

/** `real` runs with the machine's clock, `{ scale }` that many times faster, `frozen` only on `advance`. */
export type ClockMode = "real" | "frozen" | { readonly scale: number };

export interface EmulatorClockOptions {
  readonly mode: ClockMode;
  /** Emulator time at the start, Unix ms. Default: the machine's time. */
  readonly startAtMs?: number | undefined;
  /** Where a running clock's credential time starts, if not there too, Unix ms. */
  readonly credentialStartAtMs?: number | undefined;
  /** Called when an event throws; the clock continues. */
  readonly onError: (error: unknown) => void;
  /** Awaited after every event while the clock is frozen, so that what an event sends is there before the next one. */
  readonly afterEvent?: () => Promise<void>;
}

/** The only source of time inside the emulator. */
export interface EmulatorClock {
  /** Emulator time, Unix ms. */
  nowMs(): number;
  /**
   * Time by which credentials are judged and which the `Date` header shows. Not scaled: a fast clock is there to shorten
   * generation, and a client's tokens would be out of date at once.
   */
  credentialNowMs(): number;
  /** Runs `run` when the clock reaches `atMs`; the result cancels it. */
  schedule(atMs: number, run: () => void | Promise<void>): () => void;
  /** Moves the clock by `ms` (0 or more) and runs what falls due, in order, before it resolves. */
  advance(ms: number): Promise<void>;
  /** Waits `ms` of emulator time. Rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Drops all events and timers. */
  close(): void;
}

/** Last moment that a Date can hold. @source ECMA-262 §21.4.1.1 */
const LATEST_MS = 8.64e15;

/** Longest delay that a timer of the runtime takes, in ms. */
const MAX_TIMER_MS = 2_147_483_647;

/** One batch of events after the other, so that order holds. */
function createSequence(): (work: () => Promise<void>) => Promise<void> {
  let running = Promise.resolve();
  return (work) => {
    running = running.then(work, work);
    return running;
  };
}

export function createEmulatorClock(options: EmulatorClockOptions): EmulatorClock {
  const { mode, startAtMs, onError, afterEvent } = options;
  const queue = createEventQueue();
  const scale = mode === "frozen" ? 0 : mode === "real" ? 1 : mode.scale;
  if (!(scale >= 0 && Number.isFinite(scale))) throw new RangeError(`clock scale ${scale} must be 0 or more`);
  const machineStartMs = Date.now();
  const startMs = startAtMs ?? machineStartMs;
  const credentialStartMs = options.credentialStartAtMs ?? startMs;
  let movedMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Set while events run: inside an event it is that event's moment. */
  let eventMs: number | undefined;
  let isClosed = false;
  /** Moment for which the timer is set. */
  let armedAtMs = Number.POSITIVE_INFINITY;

  const nowMs = () => eventMs ?? Math.floor(startMs + movedMs + (Date.now() - machineStartMs) * scale);

  async function runDue(untilMs: number): Promise<void> {
    for (let event = queue.takeDue(untilMs); event && !isClosed; event = queue.takeDue(untilMs)) {
      if (scale === 0) eventMs = Math.max(event.atMs, eventMs ?? 0);
      try {
        await event.run();
        if (scale === 0) await afterEvent?.();
      } catch (error) {
        onError(error);
      }
    }
  }

  const enqueue = createSequence();

  function arm(): void {
    if (timer) clearTimeout(timer);
    timer = undefined;
    armedAtMs = Number.POSITIVE_INFINITY;
    const atMs = queue.nextAtMs();
    if (scale === 0 || isClosed || atMs === undefined) return;
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil((atMs - nowMs()) / scale)));
    timer = setTimeout(() => void enqueue(() => runDue(nowMs())).then(arm), delayMs);
    // A waiting task must not keep the process alive.
    timer.unref?.();
    armedAtMs = atMs;
  }

  function schedule(atMs: number, run: () => void | Promise<void>): () => void {
    const event = queue.add(atMs, run);
    if (scale > 0 && (timer === undefined || atMs < armedAtMs)) arm();
    return () => {
      event.isCanceled = true;
    };
  }

  async function move(ms: number): Promise<void> {
    const targetMs = nowMs() + ms;
    if (scale > 0) movedMs += ms;
    if (scale === 0) await afterEvent?.();
    await runDue(scale > 0 ? nowMs() : targetMs);
    if (scale === 0) {
      eventMs = undefined;
      movedMs = targetMs - startMs;
    } else arm();
  }

  return {
    nowMs,
    credentialNowMs: () =>
      scale === 0 ? nowMs() : credentialStartMs + movedMs + (Date.now() - machineStartMs),
    schedule,
    async advance(ms) {
      if (!(ms >= 0 && nowMs() + ms <= LATEST_MS))
        throw new RangeError(
          `advance(${ms}): must be 0 or more ms, and no further than the last date there is`,
        );
      await enqueue(() => move(ms));
    },
    sleep: (ms, signal) => sleepUntil(schedule, nowMs() + ms, signal),
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      queue.clear();
    },
  };
}

function sleepUntil(
  schedule: EmulatorClock["schedule"],
  atMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = schedule(atMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
