import type { TaskEventType } from "@klingkit/spec";
import type { Clock } from "klingkit";
import { backoffMs } from "../context/backoff.ts";
import { createWakeableSleep } from "../context/wakeable-sleep.ts";
import type { Store } from "../store/store.ts";
import { attemptDelivery, type Deliver, type DeliveryAttempt } from "./attempt.ts";
import type { EventIds } from "./event-id.ts";
import { createLanes, type Lane, type Lanes } from "./lanes.ts";
import { readTaskEvents } from "./read-task-events.ts";
import { lastEventSeq, type Receiver, saveProgress } from "./receivers.ts";
import type { TaskEvent } from "./task-event.ts";

/** Waits of a delivery, in ms unless said otherwise. @source INF */
export interface DeliveryTiming {
  /** How often the store is looked at for new events. */
  readonly pollMs: number;
  /** One attempt. */
  readonly timeoutMs: number;
  /** Pause after the first failure; it doubles with each. */
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** After failures for so long an event is given up, and those behind it follow. */
  readonly giveUpAfterMs: number;
  /** A process that has not been heard of for so long no longer delivers. */
  readonly leaseMs: number;
  /** How long attempts in progress may go on at the end. */
  readonly graceMs: number;
}

export const DEFAULT_DELIVERY_TIMING: DeliveryTiming = {
  pollMs: 100,
  timeoutMs: 10_000,
  backoffFirstMs: 1000,
  backoffMaxMs: 300_000,
  giveUpAfterMs: 259_200_000,
  leaseMs: 15_000,
  graceMs: 2000,
};

/** Attempts at once, and how many of them may be for events that failed before: a receiver that hangs keeps room for others. */
const MOST_AT_ONCE = 64;
const MOST_RETRIES_AT_ONCE = 16;
const PAGE = 200;
const BEATS_PER_LEASE = 3;

export interface SessionOptions {
  readonly store: Store;
  readonly ids: EventIds;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: DeliveryTiming;
  readonly name: string;
  readonly owner: string;
  readonly types?: readonly TaskEventType[] | undefined;
  readonly deliver: Deliver;
  /** Neither throws. */
  readonly onEvent: (event: TaskEvent) => void;
  readonly onAttempt: (attempt: DeliveryAttempt) => void;
  readonly signal: AbortSignal;
  /** Ends when every event was delivered. */
  readonly isUntilIdle: boolean;
}

/** Another process has taken the receiver over. */
export class ReceiverLost extends Error {
  override readonly name = "ReceiverLost";
}

/** Delivers events to a receiver that is this process's alone, until the signal. Throws `ReceiverLost`. */
export async function runSession(options: SessionOptions, receiver: Receiver): Promise<void> {
  const { clock, timing, signal, isUntilIdle } = options;
  const lanes = createLanes(receiver.lastSeq, receiver.waiting);
  const sleeper = createWakeableSleep(clock);
  const saver = createSaver(options, lanes, receiver.lastSeq);
  const workers = createWorkers(options, lanes, () => {
    saver.request();
    sleeper.wake();
  });
  let hasMore = true;
  let readAtMs = 0;
  try {
    while (!signal.aborted) {
      saver.check();
      // What ends an attempt wakes the loop, too: the store is asked for many events at once, not for each.
      const sinceMs = clock.nowMs() - readAtMs;
      // Negative where the clock was set back.
      if (hasMore || isUntilIdle || sinceMs >= timing.pollMs || sinceMs < 0) {
        readAtMs = clock.nowMs();
        hasMore = await readMore(options, lanes);
      }
      workers.begin();
      if (isUntilIdle && !hasMore && lanes.size() === 0 && workers.active() === 0) break;
      if (!hasMore || workers.isFull()) await sleeper.sleep(pauseOf(lanes, options, readAtMs), signal);
      if (saver.isBeatDue()) saver.request();
    }
  } finally {
    await workers.finish(timing.graceMs);
    await saver.close();
  }
}

/** True where more events may be there. */
async function readMore({ store, ids, types }: SessionOptions, lanes: Lanes): Promise<boolean> {
  // Whole pages alone: a query for each event that was delivered would cost more than the delivery.
  if (lanes.isFull()) return false;
  const topSeq = await lastEventSeq(store.reader);
  if (topSeq <= lanes.readSeq()) return false;
  const query = { types, afterSeq: lanes.readSeq(), limit: PAGE };
  const { events, nextSeq } = await readTaskEvents(store.reader, ids, query);
  // Events that came after the first query may be in the page.
  lanes.take(events, nextSeq ?? Math.max(topSeq, events.at(-1)?.seq ?? 0));
  return nextSeq !== undefined;
}

/** Until the store is looked at again, or the next event is tried again. */
function pauseOf(lanes: Lanes, { clock, timing }: SessionOptions, readAtMs: number): number {
  const nowMs = clock.nowMs();
  let pauseMs = timing.pollMs - Math.max(0, nowMs - readAtMs);
  for (const { isBusy, nextAtMs } of lanes.lanes()) {
    if (!isBusy && nextAtMs > nowMs) pauseMs = Math.min(pauseMs, nextAtMs - nowMs);
  }
  return Math.max(1, pauseMs);
}

/** An attempt in progress. */
interface Running {
  readonly controller: AbortController;
  readonly untilMs: number;
}

function createWorkers(options: SessionOptions, lanes: Lanes, onEnd: () => void) {
  const { clock, timing, random, store, ids, onEvent, onAttempt } = options;
  const running = new Map<Promise<void>, Running>();
  let isEnding = false;
  let retries = 0;

  async function eventOf(lane: Lane): Promise<TaskEvent | undefined> {
    const [item] = lane.items;
    if (!item || item.event) return item?.event;
    const { events } = await readTaskEvents(store.reader, ids, { seqs: [item.seq], limit: 1 });
    return events[0]?.event;
  }

  async function work(lane: Lane, { signal }: AbortController): Promise<void> {
    const event = await eventOf(lane);
    // Its job is no longer there: nobody can be told anything of it.
    if (!event) return lanes.delivered(lane);
    const attempt = lane.failures + 1;
    if (attempt === 1) onEvent(event);
    const result = await attemptDelivery({ ...options, signal }, event, attempt);
    const { error } = result;
    // Given up by ourselves: as if it had not been tried.
    if (error !== undefined && isEnding && signal.aborted) return;
    const atMs = clock.nowMs();
    if (error === undefined) lanes.delivered(lane);
    else if (atMs - (lane.firstAtMs ?? atMs) >= timing.giveUpAfterMs) lanes.givenUp(lane, error);
    else {
      const nextAtMs = atMs + backoffMs({ timing, random }, lane.failures);
      lanes.failed(lane, { atMs, nextAtMs, error });
      return onAttempt({ ...result, event, attempt, nextAtMs });
    }
    onAttempt({ ...result, event, attempt });
  }

  function start(lane: Lane): void {
    const isRetry = lane.failures > 0;
    if (isRetry) retries += 1;
    lane.isBusy = true;
    const controller = new AbortController();
    const step = work(lane, controller).finally(() => {
      if (isRetry) retries -= 1;
      lane.isBusy = false;
      running.delete(step);
      onEnd();
    });
    // What a look at the store ran into is met again by the session, which ends with it.
    step.catch(() => undefined);
    running.set(step, { controller, untilMs: clock.nowMs() + timing.timeoutMs });
  }

  /** Ends attempts that take too long. */
  function expire(nowMs: number): void {
    for (const { controller, untilMs } of running.values()) {
      if (untilMs > nowMs) continue;
      controller.abort(new Error(`the receiver did not respond within ${timing.timeoutMs / 1000} s`));
    }
  }

  return {
    active: () => running.size,
    isFull: () => running.size >= MOST_AT_ONCE || lanes.isFull(),
    begin(): void {
      const nowMs = clock.nowMs();
      expire(nowMs);
      for (const lane of lanes.lanes()) {
        if (running.size >= MOST_AT_ONCE) return;
        if (lane.isBusy || lane.nextAtMs > nowMs) continue;
        if (lane.failures === 0 || retries < MOST_RETRIES_AT_ONCE) start(lane);
      }
    },
    /** Waits for attempts in progress, and ends those that take too long. */
    async finish(graceMs: number): Promise<void> {
      isEnding = true;
      const over = new AbortController();
      const all = Promise.allSettled(running.keys()).then(() => over.abort());
      await clock.sleep(graceMs, over.signal).catch(() => undefined);
      for (const { controller } of running.values()) controller.abort(new Error("the delivery ended"));
      await all;
    },
  };
}

/** Writes progress: one write at a time, with all that has come together since the last. */
function createSaver(options: SessionOptions, lanes: Lanes, firstSeq: number) {
  const { store, clock, timing, name, owner } = options;
  const beatMs = timing.leaseMs / BEATS_PER_LEASE;
  let savedAtMs = clock.nowMs();
  let savedSeq = firstSeq;
  let isWanted = false;
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function write(leaseUntilMs: number | undefined): Promise<void> {
    const nowMs = clock.nowMs();
    const lastSeq = lanes.lastSeq();
    const changes = lanes.takeChanges();
    const isOurs = await saveProgress(store, { name, owner, lastSeq, changes, nowMs, leaseUntilMs });
    if (!isOurs) throw new ReceiverLost("another process delivers the events");
    savedAtMs = nowMs;
    savedSeq = lastSeq;
  }

  async function writeAll(): Promise<void> {
    while (isWanted && !failure) {
      isWanted = false;
      await write(clock.nowMs() + timing.leaseMs).catch((error: unknown) => {
        failure = { error };
      });
    }
    writing = undefined;
  }

  return {
    isBeatDue: () => clock.nowMs() - savedAtMs >= beatMs && lanes.lastSeq() >= savedSeq,
    request(): void {
      isWanted = true;
      writing ??= writeAll();
    },
    /** Throws what the last write failed with. */
    check(): void {
      if (failure) throw failure.error;
    },
    /** Writes the rest and lets the receiver go. */
    async close(): Promise<void> {
      await writing;
      if (failure) return;
      lanes.keepWaiting(clock.nowMs());
      await write(undefined);
    },
  };
}
