import { type DeliveryAttempt, openEventLog, type Store, StoreError, type TaskEvent } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import {
  createHistory,
  createReceiver,
  jobIdsOf,
  LIFE,
  multiply,
  REST,
  typesOf,
} from "./support/event-receiver.ts";

const isGivenUp = ({ error, nextAtMs }: DeliveryAttempt) => error !== undefined && nextAtMs === undefined;

/** Refuses each event once. */
function refuseOnce() {
  const seen = new Set<string>();
  return (event: TaskEvent) => {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    throw new Error("HTTP 500");
  };
}

describe("events that waited at a restart", () => {
  it("are tried again after a first failure", async () => {
    await using history = await createHistory(1);
    await multiply(history.store, 100);
    let judge = (_: TaskEvent) => {};
    const { clock, taken, delivery } = createReceiver(history, { judge: async (event) => judge(event) });
    const stop = new AbortController();
    const stopAtOnce = () => stop.abort();
    await clock.drive(delivery({ onAttempt: stopAtOnce }).run({ signal: stop.signal }));
    expect(taken.length).toBeLessThan(404);
    judge = refuseOnce();
    const attempts: DeliveryAttempt[] = [];
    await clock.drive(delivery({ onAttempt: (one) => attempts.push(one) }).run(REST));
    expect(attempts.filter(isGivenUp)).toEqual([]);
    expect(taken).toHaveLength(404);
    for (const id of jobIdsOf(taken)) expect(typesOf(taken, id)).toEqual(LIFE);
  });

  it("do not take over for how long the one before them failed", async () => {
    await using history = await createHistory(1);
    const timing = { giveUpAfterMs: 60_000 };
    let judge = (_: TaskEvent) => {
      throw new Error("HTTP 500");
    };
    const { clock, taken, delivery } = createReceiver(history, { judge: async (event) => judge(event) });
    const stops = [new AbortController(), new AbortController()] as const;
    const first = delivery({ timing }).run({ signal: stops[0].signal });
    await clock.pass(20_000);
    stops[0].abort();
    await clock.drive(first);
    judge = () => undefined as never;
    const onAttempt = () => stops[1].abort();
    await clock.drive(delivery({ timing, onAttempt }).run({ signal: stops[1].signal }));
    expect(taken.map(({ type }) => type)).toEqual(LIFE.slice(0, 1));
    await clock.pass(60_000);
    judge = refuseOnce() as typeof judge;
    await clock.drive(delivery({ timing }).run(REST));
    expect(taken.map(({ type }) => type)).toEqual(LIFE);
  });
});

it("events of one task are delivered while those of 300 others are refused", async () => {
  await using history = await createHistory(1);
  await multiply(history.store, 301);
  let isRefusing = true;
  const isGood = (id: string) => id.endsWith("-300");
  const { clock, taken, delivery } = createReceiver(history, {
    judge: async ({ data }) => {
      if (isRefusing && !isGood(data.job.id)) throw new Error("HTTP 422");
    },
  });
  const stop = new AbortController();
  const running = delivery().run({ signal: stop.signal });
  await clock.pass(5000);
  expect(taken.map(({ type }) => type)).toEqual(LIFE);
  expect(jobIdsOf(taken).every(isGood)).toBe(true);
  isRefusing = false;
  stop.abort();
  await clock.drive(running);
  await clock.drive(delivery().run(REST));
  expect(taken).toHaveLength(302 * 4);
  for (const id of jobIdsOf(taken)) expect(typesOf(taken, id)).toEqual(LIFE);
});

describe("a store that is busy for a moment", () => {
  it("is tried again soon, however long the delivery stood by", async () => {
    await using history = await createHistory(1);
    const { clock, delivery } = createReceiver(history);
    const stop = new AbortController();
    const first = delivery().run({ signal: stop.signal });
    await clock.pass(200);
    let isBusy = false;
    const claimsAtMs: number[] = [];
    const store: Store = {
      ...history.store,
      write(operation) {
        claimsAtMs.push(clock.nowMs());
        if (isBusy) return Promise.reject(new StoreError("store_busy", "the store is busy"));
        return history.store.write(operation);
      },
    };
    const failuresAtMs: number[] = [];
    const onError = () => {
      isBusy = false;
      failuresAtMs.push(clock.nowMs());
    };
    const second = delivery({ store, onError }).run({ signal: stop.signal });
    await clock.pass(30_000);
    isBusy = true;
    await clock.pass(5000);
    stop.abort();
    await clock.drive(Promise.all([first, second]));
    const [failedAtMs = 0] = failuresAtMs;
    expect(failuresAtMs).toHaveLength(1);
    const nextAtMs = claimsAtMs.find((atMs) => atMs > failedAtMs) ?? Number.POSITIVE_INFINITY;
    expect(nextAtMs - failedAtMs).toBeLessThanOrEqual(1000);
  });

  it("does not end what follows its events", async () => {
    await using history = await createHistory(1);
    const { clock } = history.world;
    let isBusy = true;
    const reader = new Proxy(history.store.reader, {
      get(target, key) {
        if (isBusy && key === "selectFrom") throw new StoreError("store_busy", "the store is busy");
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    isBusy = false;
    const log = await openEventLog({ ...history.store, reader }, { clock });
    isBusy = true;
    const stop = new AbortController();
    const errors: unknown[] = [];
    const types: string[] = [];
    async function follow(): Promise<void> {
      const query = {
        since: { seq: 0 },
        signal: stop.signal,
        onError: (error: unknown) => errors.push(error),
      };
      for await (const { type } of log.follow(query)) types.push(type);
    }
    const following = follow();
    await clock.pass(10_000);
    expect(types).toEqual([]);
    expect(errors.length).toBeGreaterThan(1);
    expect(errors.length).toBeLessThan(10);
    isBusy = false;
    await clock.pass(20_000);
    stop.abort();
    await clock.drive(following);
    expect(types).toEqual(LIFE);
  });
});

it("events are delivered once each, whatever the program's own listeners throw", async () => {
  await using history = await createHistory(2);
  const { clock, taken, attempts, delivery } = createReceiver(history);
  const fail = () => {
    throw new Error("a mistake in the program");
  };
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  await clock.drive(delivery({ onEvent: fail, onAttempt: fail, onError }).run(REST));
  expect(taken).toHaveLength(8);
  expect(attempts).toHaveLength(8);
  expect(errors).toEqual([new Error("a mistake in the program")]);
});
