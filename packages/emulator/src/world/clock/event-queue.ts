import TinyQueue from "tinyqueue";

/** Something that happens at a moment of emulator time. */
export interface TimedEvent {
  readonly atMs: number;
  /** Place among events of the same moment. */
  readonly order: number;
  readonly run: () => void | Promise<void>;
  isCanceled: boolean;
}

/** Events by moment, then by the order in which they were scheduled. */
export interface EventQueue {
  add(atMs: number, run: TimedEvent["run"]): TimedEvent;
  /** Moment of the next event that still counts, in ms. */
  nextAtMs(): number | undefined;
  /** Takes the next event that is due at `nowMs`. */
  takeDue(nowMs: number): TimedEvent | undefined;
  clear(): void;
}

const byMoment = (one: TimedEvent, other: TimedEvent): number =>
  one.atMs - other.atMs || one.order - other.order;

export function createEventQueue(): EventQueue {
  let queue = new TinyQueue<TimedEvent>([], byMoment);
  let order = 0;

  function peek(): TimedEvent | undefined {
    while (queue.peek()?.isCanceled) queue.pop();
    return queue.peek();
  }

  return {
    add(atMs, run) {
      order += 1;
      const event: TimedEvent = { atMs, order, run, isCanceled: false };
      queue.push(event);
      return event;
    },
    nextAtMs: () => peek()?.atMs,
    takeDue(nowMs) {
      const first = peek();
      return first && first.atMs <= nowMs ? queue.pop() : undefined;
    },
    clear() {
      queue = new TinyQueue<TimedEvent>([], byMoment);
    },
  };
}
