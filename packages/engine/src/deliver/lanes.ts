import type { DeliveryRow } from "../store/schema.ts";
import type { NumberedEvent } from "./read-task-events.ts";
import type { TaskEvent } from "./task-event.ts";

/** Events in memory that have no row; those that follow wait in the store. */
const MOST_UNSAVED = 800;
/** Events known by their number alone, as they have a row: a bound for the memory, far above what a bad receiver leaves waiting. */
const MOST_WAITING = 100_000;

/** An event that waits for its delivery. */
export interface Item {
  readonly seq: number;
  /** Forgotten after a failure, and read again: what waits for long shall not fill the memory. */
  event: TaskEvent | undefined;
  /** It has a row in the store. */
  isSaved: boolean;
}

/** The events of one job, which are delivered one after the other. */
export interface Lane {
  readonly jobId: string;
  readonly items: Item[];
  /** Attempts in a row that failed, for the first event. */
  failures: number;
  /** The first of them. */
  firstAtMs: number | undefined;
  nextAtMs: number;
  isBusy: boolean;
}

export type Change = Omit<DeliveryRow, "receiver" | "seq"> | undefined;

/** One lane per job, and how much is in them. */
function createQueues() {
  const lanes = new Map<string, Lane>();
  let size = 0;
  let unsaved = 0;

  function laneOf(jobId: string): Lane {
    const known = lanes.get(jobId);
    if (known) return known;
    const lane = { jobId, items: [], failures: 0, firstAtMs: undefined, nextAtMs: 0, isBusy: false };
    lanes.set(jobId, lane);
    return lane;
  }

  return {
    lanes,
    size: () => size,
    isFull: () => unsaved > MOST_UNSAVED || size > MOST_WAITING,
    push(jobId: string, item: Item): Lane {
      const lane = laneOf(jobId);
      lane.items.push(item);
      size += 1;
      if (!item.isSaved) unsaved += 1;
      return lane;
    },
    markSaved(item: Item): void {
      if (!item.isSaved) unsaved -= 1;
      item.isSaved = true;
    },
    /** The first event of a lane is done with. */
    shift(lane: Lane): Item | undefined {
      const item = lane.items.shift();
      if (item) size -= 1;
      if (item && !item.isSaved) unsaved -= 1;
      Object.assign(lane, { failures: 0, firstAtMs: undefined, nextAtMs: 0 });
      if (lane.items.length === 0) lanes.delete(lane.jobId);
      return item;
    },
  };
}

/** How far events were read, and which of them have neither been delivered nor saved. */
function createPlace(firstSeq: number) {
  /** Events that were read and have no row, oldest first; true: delivered, or about to be saved. */
  const open = new Map<number, boolean>();
  let readSeq = firstSeq;
  return {
    readSeq: () => readSeq,
    readTo(seq: number): void {
      readSeq = seq;
    },
    open(seq: number): void {
      open.set(seq, false);
    },
    settle(seq: number): void {
      if (open.has(seq)) open.set(seq, true);
    },
    /** Every event up to this one was delivered or has a row, once the changes are written. */
    lastSeq(): number {
      for (const [seq, isSettled] of open) {
        if (!isSettled) return seq - 1;
        open.delete(seq);
      }
      return readSeq;
    },
  };
}

/** What waits for a receiver: one lane per job, so that an event that fails keeps only those of its own job waiting. */
export function createLanes(lastSeq: number, waiting: readonly DeliveryRow[]) {
  const queues = createQueues();
  const place = createPlace(lastSeq);
  let changes = new Map<number, Change>();

  function save(lane: Lane, item: Item, row: Partial<DeliveryRow> & Pick<DeliveryRow, "next_at">): void {
    queues.markSaved(item);
    changes.set(item.seq, { job_id: lane.jobId, attempts: 0, first_at: 0, error: null, ...row });
    place.settle(item.seq);
  }

  for (const row of waiting) {
    const lane = queues.push(row.job_id, { seq: row.seq, event: undefined, isSaved: true });
    if (lane.items.length > 1) continue;
    // A row that was only saved waiting has no first attempt.
    const firstAtMs = row.attempts > 0 ? row.first_at : undefined;
    Object.assign(lane, { failures: row.attempts, firstAtMs, nextAtMs: row.next_at ?? 0 });
  }

  return {
    /** Events that wait or are being delivered. */
    size: queues.size,
    /** No more is to be taken. What was refused has a row, and does not keep others from being read. */
    isFull: queues.isFull,
    lanes: (): Iterable<Lane> => queues.lanes.values(),
    /** The last event that was looked at. */
    readSeq: place.readSeq,
    /** Every event up to this one was delivered or has a row, once the changes are written. */
    lastSeq: place.lastSeq,
    /** Takes events that follow, and remembers how far was looked. */
    take(events: readonly NumberedEvent[], upTo: number): void {
      for (const { seq, jobId, event } of events) {
        place.open(seq);
        const item: Item = { seq, event, isSaved: false };
        const lane = queues.push(jobId, item);
        if (lane.failures === 0) continue;
        save(lane, item, { next_at: lane.nextAtMs });
        item.event = undefined;
      }
      place.readTo(upTo);
    },
    delivered(lane: Lane): void {
      const item = queues.shift(lane);
      if (!item) return;
      if (item.isSaved) changes.set(item.seq, undefined);
      place.settle(item.seq);
    },
    /** The first event of a lane failed: it and those behind it are kept in the store. */
    failed(lane: Lane, { atMs, nextAtMs, error }: { atMs: number; nextAtMs: number; error: string }): void {
      lane.failures += 1;
      lane.firstAtMs ??= atMs;
      lane.nextAtMs = nextAtMs;
      for (const [at, item] of lane.items.entries()) {
        if (at > 0 && item.isSaved) continue;
        save(lane, item, {
          next_at: nextAtMs,
          ...(at === 0 ? { attempts: lane.failures, first_at: lane.firstAtMs, error } : {}),
        });
        item.event = undefined;
      }
    },
    /** The first event of a lane failed for so long that it is left to `kling events resend`. */
    givenUp(lane: Lane, error: string): void {
      const [item] = lane.items;
      const attempts = lane.failures + 1;
      if (item) save(lane, item, { next_at: null, attempts, first_at: lane.firstAtMs ?? 0, error });
      queues.shift(lane);
    },
    /** What still waits is kept in the store, so that the next delivery sends nothing again that was taken out of turn. */
    keepWaiting(nowMs: number): void {
      for (const lane of queues.lanes.values()) {
        for (const item of lane.items) if (!item.isSaved) save(lane, item, { next_at: nowMs });
      }
    },
    /** What was not written yet; it is the caller's to write. */
    takeChanges(): ReadonlyMap<number, Change> {
      const taken = changes;
      changes = new Map();
      return taken;
    },
  };
}

export type Lanes = ReturnType<typeof createLanes>;
