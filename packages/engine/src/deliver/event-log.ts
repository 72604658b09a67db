import type { TaskEventType } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireObjects } from "../arguments/require-arguments.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import { backoffMs } from "../context/backoff.ts";
import { createWakeableSleep } from "../context/wakeable-sleep.ts";
import type { Db } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { isPassing } from "../store/store-error.ts";
import { type EventIds, eventNotFound, openEventIds } from "./event-id.ts";
import { readTaskEvents } from "./read-task-events.ts";
import { lastEventSeq, type Since, startOf } from "./receivers.ts";
import { DEFAULT_DELIVERY_TIMING } from "./session.ts";
import type { TaskEvent } from "./task-event.ts";

export interface EventLogQuery {
  readonly types?: readonly TaskEventType[] | undefined;
  readonly jobId?: string;
  /** Default 100. */
  readonly limit?: number;
  /** Page on: only events older than this one. */
  readonly beforeId?: string;
}

const LOG_QUERY_NAMES: KeysOf<EventLogQuery> = {
  types: true,
  jobId: true,
  limit: true,
  beforeId: true,
};

/** What an event's delivery to one receiver waits for. */
export interface WaitingDelivery {
  readonly receiver: string;
  readonly attempts: number;
  /** Unix ms; absent: given up. */
  readonly nextAtMs?: number;
  readonly error?: string;
}

export interface KnownReceiver {
  readonly name: string;
  /** Unix ms. */
  readonly usedAtMs: number;
}

/** The events of a store, without key and network. */
export interface EventLog {
  /** Newest first. */
  list(query?: EventLogQuery): Promise<readonly TaskEvent[]>;
  /** Throws StoreError `event_not_found`. */
  get(id: string): Promise<TaskEvent>;
  /** Where an event was not taken yet, or not at all. */
  waiting(id: string): Promise<readonly WaitingDelivery[]>;
  /** An event was taken outside a delivery: it need not be sent again. */
  settle(id: string, receiver: string): Promise<void>;
  /** The last used first. */
  receivers(): Promise<readonly KnownReceiver[]>;
  /**
   * Events as they come, oldest first, until the signal; it keeps no place in the store. A store that fails for a moment is tried
   * again after growing pauses.
   */
  follow(query: FollowQuery): AsyncGenerator<TaskEvent>;
  /** Where events after this one begin. Throws StoreError `event_not_found`. */
  sinceEvent(id: string): Promise<Since>;
}

export interface FollowQuery {
  readonly types?: readonly TaskEventType[] | undefined;
  /** Default: from now on. */
  readonly since?: Since | undefined;
  readonly signal: AbortSignal;
  /** Hears of failures of the store, which is tried again. Default: silent. */
  readonly onError?: (error: unknown) => void;
}

const FOLLOW_NAMES: KeysOf<FollowQuery> = {
  types: true,
  since: true,
  signal: true,
  onError: true,
};

const DEFAULT_LIMIT = 100;
const PAGE = 200;

async function listEvents(reader: Db, ids: EventIds, query: EventLogQuery): Promise<readonly TaskEvent[]> {
  refuseUnknown("list", query, LOG_QUERY_NAMES);
  const { types, jobId, limit = DEFAULT_LIMIT, beforeId } = query;
  const found: TaskEvent[] = [];
  let beforeSeq = beforeId === undefined ? undefined : await ids.seqOf(beforeId);
  // A row may be of no type that is wanted.
  for (;;) {
    const page = { types, jobId, beforeSeq, isNewestFirst: true, limit: PAGE };
    const { events, nextSeq } = await readTaskEvents(reader, ids, page);
    found.push(...events.map(({ event }) => event));
    if (nextSeq === undefined || found.length >= limit) return found.slice(0, limit);
    beforeSeq = nextSeq;
  }
}

/** Opens the events of a store. */
export async function openEventLog(
  store: Store,
  options: { readonly clock?: Clock /** 0 ≤ random < 1. */; readonly random?: () => number } = {},
): Promise<EventLog> {
  requireObjects("openEventLog", { store });
  const { clock = store.clock ?? createSystemClock(), random = Math.random } = options;
  const ids = await openEventIds(store);
  const { reader } = store;

  async function find(id: string): Promise<TaskEvent> {
    const { events } = await readTaskEvents(reader, ids, { seqs: [await ids.seqOf(id)], limit: 1 });
    const [found] = events;
    if (found) return found.event;
    throw eventNotFound(id);
  }

  async function readOn({ types, since }: FollowQuery, lastSeq: number | undefined) {
    const afterSeq = lastSeq ?? (since ? await startOf(reader, since) : await lastEventSeq(reader));
    const topSeq = await lastEventSeq(reader);
    if (topSeq <= afterSeq) return { events: [], lastSeq: afterSeq, hasMore: false };
    const { events, nextSeq } = await readTaskEvents(reader, ids, { types, afterSeq, limit: PAGE });
    const endSeq = nextSeq ?? Math.max(topSeq, events.at(-1)?.seq ?? 0);
    return { events, lastSeq: endSeq, hasMore: nextSeq !== undefined };
  }

  return {
    list: (query = {}) => listEvents(reader, ids, query),
    get: find,
    async waiting(id) {
      const rows = await reader
        .selectFrom("delivery")
        .selectAll()
        .where("seq", "=", await ids.seqOf(id))
        .orderBy("receiver")
        .execute();
      return rows.map(({ receiver, attempts, next_at, error }) => ({
        receiver,
        attempts,
        ...(next_at === null ? {} : { nextAtMs: next_at }),
        ...(error === null ? {} : { error }),
      }));
    },
    async settle(id, receiver) {
      const seq = await ids.seqOf(id);
      await store.write((db) =>
        db.deleteFrom("delivery").where("receiver", "=", receiver).where("seq", "=", seq).execute(),
      );
    },
    async receivers() {
      const rows = await reader.selectFrom("receiver").selectAll().orderBy("used_at", "desc").execute();
      return rows.map(({ name, used_at }) => ({ name, usedAtMs: used_at }));
    },
    sinceEvent: async (id) => ({ seq: await ids.seqOf(id) }),
    async *follow(query) {
      refuseUnknown("follow", query, FOLLOW_NAMES);
      const { signal, onError = () => {} } = query;
      const sleeper = createWakeableSleep(clock);
      let lastSeq: number | undefined;
      /** In a row. */
      let failures = 0;
      while (!signal.aborted) {
        const page = await readOn(query, lastSeq).catch((error: unknown) => {
          if (!isPassing(error)) throw error;
          onError(error);
          return undefined;
        });
        if (page === undefined) {
          await sleeper.sleep(backoffMs({ timing: DEFAULT_DELIVERY_TIMING, random }, failures), signal);
          failures += 1;
          continue;
        }
        failures = 0;
        for (const { event } of page.events) yield event;
        lastSeq = page.lastSeq;
        if (!page.hasMore) await sleeper.sleep(DEFAULT_DELIVERY_TIMING.pollMs, signal);
      }
    },
  };
}
