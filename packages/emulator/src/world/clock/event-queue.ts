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

const isBefore = (one: TimedEvent, other: TimedEvent): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** A binary heap: adding and taking cost log(n), so that ten thousand running tasks stay cheap. */
export function createEventQueue(): EventQueue {
  const heap: TimedEvent[] = [];
  let order = 0;

  const swap = (one: number, other: number, first: TimedEvent, second: TimedEvent) => {
    heap[one] = second;
    heap[other] = first;
  };

  function rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const entry = heap[at];
      const parent = heap[parentAt];
      if (!entry || !parent || !isBefore(entry, parent)) return;
      swap(at, parentAt, entry, parent);
      at = parentAt;
    }
  }

  function sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const leftEntry = heap[left];
      const rightEntry = heap[left + 1];
      const entry = heap[at];
      if (!entry || !leftEntry) return;
      const [childAt, child] =
        rightEntry && isBefore(rightEntry, leftEntry) ? [left + 1, rightEntry] : [left, leftEntry];
      if (!isBefore(child, entry)) return;
      swap(at, childAt, entry, child);
      at = childAt;
    }
  }

  function removeFirst(): TimedEvent | undefined {
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || first === last) return first;
    heap[0] = last;
    sink(0);
    return first;
  }

  function dropCanceled(): void {
    while (heap[0]?.isCanceled) removeFirst();
  }

  return {
    add(atMs, run) {
      order += 1;
      const event: TimedEvent = { atMs, order, run, isCanceled: false };
      heap.push(event);
      rise(heap.length - 1);
      return event;
    },
    nextAtMs() {
      dropCanceled();
      return heap[0]?.atMs;
    },
    takeDue(nowMs) {
      dropCanceled();
      const [first] = heap;
      return first && first.atMs <= nowMs ? removeFirst() : undefined;
    },
    clear() {
      heap.length = 0;
    },
  };
}
