import { randomUUID } from "node:crypto";
import type { TaskEventType } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import { requireFields } from "../arguments/require-fields.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import { backoffMs } from "../context/backoff.ts";
import type { Store } from "../store/store.ts";
import { isPassing } from "../store/store-error.ts";
import type { Deliver, DeliveryAttempt } from "./attempt.ts";
import { openEventIds } from "./event-id.ts";
import { claimReceiver, type Since } from "./receivers.ts";
import {
  DEFAULT_DELIVERY_TIMING,
  type DeliveryTiming,
  ReceiverLost,
  runSession,
  type SessionOptions,
} from "./session.ts";
import type { TaskEvent } from "./task-event.ts";

export interface EventDeliveryOptions {
  readonly store: Store;
  /**
   * Names the receiver in the store, such as its URL: there it is kept which events it has. One process delivers to a receiver
   * at a time; others with the same name stand by.
   */
  readonly name: string;
  /** Takes one event, such as `createEventSender`. Rejects where it does not: it is called again later. */
  readonly deliver: Deliver;
  /** Only these. Default: all. */
  readonly types?: readonly TaskEventType[] | undefined;
  /** Where a receiver begins that the store does not know yet. Default: what happens from now on. A known one goes on where it ended. */
  readonly since?: Since | undefined;
  /** Moves a known receiver, too: it gets all events since then again, once for each call of `createEventDelivery`. */
  readonly rewindTo?: Since | undefined;
  readonly timing?: Partial<DeliveryTiming>;
  /** Default: that of the store's server, or the machine's. */
  readonly clock?: Clock;
  /** 0 ≤ random < 1. */
  readonly random?: () => number;
  /** Hears of each event before its first attempt. */
  readonly onEvent?: (event: TaskEvent) => void;
  /** Hears of each attempt. */
  readonly onAttempt?: (attempt: DeliveryAttempt) => void;
  /** Called when the delivery begins: from then on nothing that happens is left out. */
  readonly onReady?: () => void;
  /** Called once when another process delivers to this receiver, and this one stands by. */
  readonly onStandby?: () => void;
  /**
   * Hears of failures of the store, which is tried again, and once of what `onEvent` or `onAttempt` threw, which changes nothing
   * for the delivery. Default: silent.
   */
  readonly onError?: (error: unknown) => void;
}

const OPTIONS: KeysOf<EventDeliveryOptions> = {
  store: true,
  name: true,
  deliver: true,
  types: true,
  since: true,
  rewindTo: true,
  timing: true,
  clock: true,
  random: true,
  onEvent: true,
  onAttempt: true,
  onReady: true,
  onStandby: true,
  onError: true,
};

export interface EventDelivery {
  /**
   * Delivers until the signal, or with `until: "rest"` until every event was delivered. Attempts in progress are finished first.
   * Throws StoreError for a store that cannot be used.
   */
  run(options?: { readonly signal?: AbortSignal; readonly until?: "abort" | "rest" }): Promise<void>;
}

/** How often a process that stands by looks whether it is its turn. */
const STANDBY_MS = 1000;

const ignore = (): void => {};

/** A mistake in what only listens keeps no event from its receiver. It is reported once. */
function createHearing(onError: (error: unknown) => void) {
  let hasReported = false;
  return <Value>(listener: ((value: Value) => void) | undefined) =>
    (value: Value): void => {
      try {
        listener?.(value);
      } catch (error) {
        if (!hasReported) onError(error);
        hasReported = true;
      }
    };
}

/**
 * Tells a receiver what happens to tasks: at least once each event, in order for each task, with the same id whenever it is sent
 * again. What it does not take is tried again after growing pauses, and keeps no other task waiting; how far it is is kept in
 * the store, so that nothing is lost while nobody delivers. It buys nothing and reads no task: an engine or `kling worker` does.
 */
export function createEventDelivery(options: EventDeliveryOptions): EventDelivery {
  requireFields("createEventDelivery", options, { needs: ["store", "name", "deliver"], known: OPTIONS });
  const { store, onReady = ignore, onStandby = ignore, onError = ignore, random = Math.random } = options;
  const clock = options.clock ?? store.clock ?? createSystemClock();
  const timing = { ...DEFAULT_DELIVERY_TIMING, ...options.timing };

  /** Counts once: a session that ended early has kept how far it came. */
  let { rewindTo } = options;

  const heard = createHearing(onError);

  /** False while another process delivers. */
  async function attend(session: Omit<SessionOptions, "ids">, onBegin: () => void): Promise<boolean> {
    const ids = await openEventIds(store);
    const nowMs = clock.nowMs();
    const { name, owner } = session;
    const leaseUntilMs = nowMs + timing.leaseMs;
    const claim = { name, owner, nowMs, leaseUntilMs, since: options.since, rewindTo };
    const receiver = await claimReceiver(store, claim);
    if (!receiver) return false;
    rewindTo = undefined;
    onBegin();
    onReady();
    await runSession({ ...session, ids }, receiver);
    return true;
  }

  const rest = (ms: number, signal: AbortSignal) => clock.sleep(ms, signal).catch(() => undefined);

  async function tryToAttend(session: Omit<SessionOptions, "ids">, onBegin: () => void) {
    try {
      return (await attend(session, onBegin)) ? "ended" : "standby";
    } catch (error) {
      if (!isPassing(error) && !(error instanceof ReceiverLost)) throw error;
      onError(error);
      return "failed";
    }
  }

  async function attendPatiently(session: Omit<SessionOptions, "ids">): Promise<void> {
    const { signal } = session;
    let hasStoodBy = false;
    /** In a row. */
    let failures = 0;
    const onBegin = () => {
      failures = 0;
    };
    while (!signal.aborted) {
      const result = await tryToAttend(session, onBegin);
      if (result === "ended") return;
      if (result === "failed") {
        await rest(backoffMs({ timing, random }, failures), signal);
        failures += 1;
        continue;
      }
      failures = 0;
      if (!hasStoodBy) onStandby();
      hasStoodBy = true;
      await rest(STANDBY_MS, signal);
    }
  }

  return {
    run({ signal = new AbortController().signal, until = "abort" } = {}) {
      const isUntilIdle = until === "rest";
      const owner = randomUUID();
      return attendPatiently({
        ...options,
        onEvent: heard(options.onEvent),
        onAttempt: heard(options.onAttempt),
        clock,
        random,
        timing,
        owner,
        signal,
        isUntilIdle,
      });
    },
  };
}
