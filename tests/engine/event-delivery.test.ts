import { type DeliveryAttempt, openEventLog, type Store } from "@klingkit/engine";
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
import { createWorld, planOf, type World } from "./support/world.ts";

describe("events of a store", () => {
  it("reach the receiver once each, in order for each task, with job, task, results and money", async () => {
    await using history = await createHistory(3);
    const { clock, taken, delivery } = createReceiver(history);
    await clock.drive(delivery().run(REST));
    expect(taken).toHaveLength(12);
    for (const id of jobIdsOf(taken)) expect(typesOf(taken, id)).toEqual(LIFE);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(12);
    const downloaded = taken.find(({ type }) => type === "task.downloaded");
    expect(downloaded).toMatchObject({
      id: expect.stringMatching(/^evt_[0-9a-f]{12}_\d+_[0-9a-z]+$/),
      createdAt: expect.stringMatching(/^2026-.*Z$/),
      data: {
        job: { purpose: "first", state: "collected", externalId: expect.any(String) },
        task: { service: "kling", model: "kling-2.5-turbo", status: "succeeded" },
        results: [{ number: 0, kind: "video", filePath: expect.stringMatching(/\.mp4$/), sha256: "none" }],
        money: { unit: "video", charged: 1.5, held: 0 },
      },
    });
    const timeOf = ({ id }: { readonly id: string }) => Number.parseInt(id.split("_")[3] ?? "", 36);
    expect(taken.map(timeOf)).toEqual(taken.map(({ createdAt }) => Date.parse(createdAt)));
  });

  it("of an hour without a listener are all delivered, in order, and none twice after a restart", async () => {
    await using history = await createHistory(1);
    const { clock, taken, attempts, delivery } = createReceiver(history);
    // The receiver is known, and has everything that was there.
    await clock.drive(delivery().run(REST));
    taken.length = 0;
    attempts.length = 0;
    await multiply(history.store, 250);
    await clock.pass(3_600_000);
    const stop = new AbortController();
    let count = 0;
    const onAttempt = () => {
      count += 1;
      if (count === 400) stop.abort();
    };
    await clock.drive(delivery({ onAttempt }).run({ signal: stop.signal }));
    expect(taken.length).toBeLessThan(1000);
    await clock.drive(delivery().run(REST));
    expect(taken).toHaveLength(1000);
    expect(attempts).toHaveLength(1000);
    for (const id of jobIdsOf(taken)) expect(typesOf(taken, id)).toEqual(LIFE);
  });

  it("are all delivered, in order, after a process that died in the middle", async () => {
    await using history = await createHistory(1);
    await multiply(history.store, 100);
    let isDead = false;
    const { clock, taken, attempts, delivery } = createReceiver(history, {
      judge: async () => {
        isDead ||= attempts.length > 150;
      },
    });
    const never = new Promise<never>(() => {});
    const mortal: Store = {
      ...history.store,
      write: (operation) => (isDead ? never : history.store.write(operation)),
    };
    // What is in progress at the death goes on for ever, as far as anybody sees.
    void delivery({ store: mortal }).run();
    await clock.pass(1000);
    const before = attempts.length;
    expect(before).toBeGreaterThan(150);
    await clock.drive(delivery().run(REST));
    const ids = new Set(taken.map(({ id }) => id));
    expect(ids.size).toBe(404);
    expect(taken.length - ids.size).toBeLessThanOrEqual(before);
    const first = [...ids]
      .map((id) => taken.find((event) => event.id === id))
      .filter((event) => event !== undefined);
    for (const id of jobIdsOf(first)) expect(typesOf(first, id)).toEqual(LIFE);
  });

  it("of a kind or of a while ago alone are delivered where asked", async () => {
    await using history = await createHistory(2);
    const { clock, taken, delivery } = createReceiver(history);
    await clock.drive(delivery({ types: ["task.downloaded"] }).run(REST));
    expect(taken.map(({ type }) => type)).toEqual(["task.downloaded", "task.downloaded"]);
    const log = await openEventLog(history.store);
    const since = await log.sinceEvent(taken[1]?.id ?? "");
    await history.buy(1, "second");
    taken.length = 0;
    await clock.drive(delivery({ rewindTo: since, types: ["task.succeeded"] }).run(REST));
    expect(taken.map(({ data }) => data.job.purpose)).toEqual(["second"]);
  });

  it("that come while it runs are delivered within the poll", async () => {
    await using history = await createHistory(1);
    const { clock, taken, delivery } = createReceiver(history);
    const stop = new AbortController();
    const running = delivery({ since: undefined }).run({ signal: stop.signal });
    await clock.pass(200);
    await history.buy(1, "second");
    await clock.pass(200);
    stop.abort();
    await clock.drive(running);
    expect(taken.map(({ type }) => type)).toEqual(LIFE);
    for (const { atMs, createdAt } of taken) expect(atMs - Date.parse(createdAt)).toBeLessThanOrEqual(100);
  });
});

describe("a receiver", () => {
  it("that refuses the events of one task gets them later, in order, and all others at once", async () => {
    await using history = await createHistory(5);
    const log = await openEventLog(history.store);
    const [badId = ""] = jobIdsOf(await log.list());
    let refusals = 0;
    const { clock, taken, delivery } = createReceiver(history, {
      judge: async ({ data }) => {
        if (data.job.id !== badId || refusals >= 5) return;
        refusals += 1;
        throw new Error("HTTP 500");
      },
    });
    const pauses: number[] = [];
    const startMs = clock.nowMs();
    const onAttempt = ({ nextAtMs }: DeliveryAttempt) => nextAtMs && pauses.push(nextAtMs - clock.nowMs());
    await clock.drive(delivery({ onAttempt }).run(REST));
    const others = taken.filter(({ data }) => data.job.id !== badId);
    expect(others).toHaveLength(16);
    for (const { atMs } of others) expect(atMs - startMs).toBeLessThanOrEqual(100);
    expect(typesOf(taken, badId)).toEqual(LIFE);
    expect(pauses).toHaveLength(5);
    for (const [at, pauseMs] of pauses.entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual(500 * 2 ** at);
      expect(pauseMs).toBeLessThanOrEqual(1000 * 2 ** at);
    }
  });

  it("that hangs for one task keeps no other waiting, and is given up after the time-out", async () => {
    await using history = await createHistory(3);
    const log = await openEventLog(history.store);
    const [badId = ""] = jobIdsOf(await log.list());
    let hangs = 1;
    const { clock, taken, delivery } = createReceiver(history, {
      judge: ({ data }) => {
        if (data.job.id !== badId || hangs === 0) return Promise.resolve();
        hangs -= 1;
        return new Promise(() => {});
      },
    });
    const errors: string[] = [];
    const startMs = clock.nowMs();
    const onAttempt = ({ error }: DeliveryAttempt) => error && errors.push(error);
    await clock.drive(delivery({ onAttempt }).run(REST));
    for (const { atMs, data } of taken) {
      if (data.job.id !== badId) expect(atMs - startMs).toBeLessThanOrEqual(100);
    }
    expect(typesOf(taken, badId)).toEqual(LIFE);
    expect(errors).toEqual(["the receiver did not respond within 10 s"]);
  });

  it("that is away while the listener restarts gets everything, and its failures are remembered", async () => {
    await using history = await createHistory(2);
    let isAway = true;
    const { clock, taken, delivery } = createReceiver(history, {
      judge: async () => {
        if (isAway) throw new Error("ECONNREFUSED");
      },
    });
    const stop = new AbortController();
    const first = delivery().run({ signal: stop.signal });
    await clock.pass(20_000);
    stop.abort();
    await clock.drive(first);
    expect(taken).toEqual([]);
    const log = await openEventLog(history.store);
    const events = await log.list();
    const readWaiting = async () => (await Promise.all(events.map(({ id }) => log.waiting(id)))).flat();
    const waiting = await readWaiting();
    expect(waiting).toHaveLength(8);
    expect(Math.max(...waiting.map(({ attempts }) => attempts))).toBeGreaterThan(3);
    isAway = false;
    await clock.drive(delivery().run(REST));
    expect(taken).toHaveLength(8);
    for (const id of jobIdsOf(taken)) expect(typesOf(taken, id)).toEqual(LIFE);
    // Long after the jobs were collected.
    const [id] = jobIdsOf(taken);
    expect(taken.filter(({ data }) => data.job.id === id).map(({ data }) => data.job.state)).toEqual([
      "running",
      "running",
      "succeeded",
      "collected",
    ]);
    expect(await readWaiting()).toEqual([]);
  });

  it("that never takes an event is not asked for ever, and those behind it follow", async () => {
    await using history = await createHistory(1);
    const { clock, taken, delivery } = createReceiver(history, {
      judge: async ({ type }) => {
        if (type === "task.processing") throw new Error("HTTP 400");
      },
    });
    const ended: string[] = [];
    const onAttempt = ({ error, nextAtMs, event }: DeliveryAttempt) =>
      error && !nextAtMs && ended.push(event.type);
    await clock.drive(delivery({ timing: { giveUpAfterMs: 60_000 }, onAttempt }).run(REST));
    expect(taken.map(({ type }) => type)).toEqual(LIFE.filter((type) => type !== "task.processing"));
    expect(ended).toEqual(["task.processing"]);
  });

  it("is told by one process at a time; another takes over when it ends", async () => {
    await using history = await createHistory(1);
    const { clock, attempts, delivery } = createReceiver(history);
    const stop = new AbortController();
    const first = delivery().run({ signal: stop.signal });
    await clock.pass(200);
    let standbys = 0;
    const onStandby = () => {
      standbys += 1;
    };
    const second = delivery({ onStandby }).run(REST);
    await clock.pass(5000);
    expect(standbys).toBe(1);
    stop.abort();
    await clock.drive(Promise.all([first, second]));
    expect(attempts).toHaveLength(4);
  });
});

describe("a watching engine", () => {
  /** Buys until the task is accepted, then only watches. */
  async function watch(world: World) {
    const engine = await world.openEngine({ timing: { pollMs: 1000 } });
    await world.clock.drive(engine.enqueue(await planOf(2)));
    await world.clock.drive(engine.run({ until: "accepted" }));
    await world.clock.drive(engine.enqueue(await planOf(1, "kling-2.5-turbo", "not sent")));
    const stop = new AbortController();
    const watching = engine.run({ until: "watch", signal: stop.signal });
    await world.clock.pass(600_000);
    stop.abort();
    await world.clock.drive(watching);
    return engine;
  }

  it("sees how tasks end that nobody follows; it sends no create and fetches no file", async () => {
    await using world = await createWorld();
    const engine = await watch(world);
    const states = (await engine.jobs()).map(({ state }) => state).toSorted();
    expect(states).toEqual(["approved", "succeeded", "succeeded"]);
    expect(world.journal()).toMatchObject({ creates: 2, billed: 2, delivered: 0 });
  });

  it("does not send a create again whose response was lost", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ timing: { pollMs: 1000 } });
    world.faults.setRules([{ method: "POST", path: /./, fault: { kind: "reset-before" } }]);
    await world.clock.drive(engine.enqueue(await planOf(1)));
    await world.clock.drive(engine.run({ until: "accepted", timeoutMs: 500 }));
    world.faults.setRules([]);
    const before = world.faults.requests.filter((line) => line.startsWith("POST")).length;
    const stop = new AbortController();
    const watching = engine.run({ until: "watch", signal: stop.signal });
    await world.clock.pass(600_000);
    stop.abort();
    await world.clock.drive(watching);
    expect(world.faults.requests.filter((line) => line.startsWith("POST"))).toHaveLength(before);
  });
});
