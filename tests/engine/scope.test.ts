import {
  createKlingProvider,
  type Engine,
  makePlan,
  type Provider,
  parseBatch,
  type RunOptions,
} from "@klingkit/engine";
import fc from "fast-check";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

/** The logic is the same on both stores; on PostgreSQL every query is a round trip. */
const RUNS = storeKind() === "sqlite" ? 12 : 4;

async function enqueue(world: World, engine: Engine, count: number, purpose: string): Promise<string> {
  const plan = await planOf(count, "kling-2.5-turbo", purpose);
  const result = await world.clock.drive(engine.enqueue(plan));
  if (result.kind !== "accepted") throw new Error(result.reasons.join());
  return result.batchId;
}

/** In the order of the plan. */
const idsOf = async (engine: Engine, batchId: string): Promise<readonly string[]> =>
  (await engine.jobs({ batchId, limit: MANY })).map(({ id }) => id).toReversed();

/** A list of so many is one parameter. */
const MANY = 1200;

const FILM = "  - { name: film, prompt: a fox, model: kling-v3 }\n";
const SOUND = "  - { name: sound, operation: video add-sound, body: { video_id: { from: film } } }\n";
const HARE = "  - { name: hare, prompt: a hare, model: kling-v3 }\n";

const loadImage = () => Promise.reject(new Error("this test has no images"));

async function statesOf(engine: Engine, batchId: string): Promise<readonly string[]> {
  return (await engine.jobs({ batchId })).map(({ state }) => state);
}

const requestsTo = (world: World, method: string) =>
  world.faults.requests.filter((request) => request.startsWith(method));

it("carries the jobs of one batch and leaves all others alone, older ones too", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const others = await enqueue(world, engine, 3, "others");
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: own }));
  expect(await statesOf(engine, own)).toEqual(["collected"]);
  expect(await statesOf(engine, others)).toEqual(["approved", "approved", "approved"]);
  expect(world.journal().creates).toBe(1);
  expect((await world.run(engine)).counts).toEqual({ collected: 4 });
});

it("carries exactly the jobs that are named, and none that an earlier run of the same batches left", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const left = await idsOf(engine, await enqueue(world, engine, 4, "left"));
  const right = await idsOf(engine, await enqueue(world, engine, 4, "right"));
  await enqueue(world, engine, 2, "others");
  const own = [...left.slice(2), ...right.slice(0, 1)];
  await world.clock.drive(engine.run({ jobIds: own }));
  expect(await engine.jobs({ states: ["collected"] })).toMatchObject(
    own
      .toSorted()
      .map((id) => ({ id }))
      .toReversed(),
  );
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
  await world.clock.drive(engine.run({ jobIds: own }));
  await world.clock.drive(engine.run({ jobIds: [] }));
  expect(world.journal().creates).toBe(3);
  expect((await world.run(engine)).counts).toEqual({ collected: 10 });
});

it("gives each slot that comes back to a job that it carries, where older ones wait that nobody carries", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1 } });
  const batchId = await enqueue(world, engine, 12, "own");
  const ids = await idsOf(engine, batchId);
  await world.clock.drive(engine.run({ batchId, until: "accepted", timeoutMs: 1000 }));
  await world.clock.drive(engine.run({ jobIds: ids.slice(0, 1) }));
  const startedMs = world.clock.nowMs();
  await world.clock.drive(engine.run({ jobIds: ids.slice(-3) }));
  const own = (await engine.jobs({ ids: ids.slice(-3) })).toReversed();
  expect(own.map(({ state }) => state)).toEqual(["collected", "collected", "collected"]);
  const taskMs = own.reduce((sum, { acceptedAtMs = 0, endedAtMs = 0 }) => sum + endedAtMs - acceptedAtMs, 0);
  expect(world.clock.nowMs() - startedMs - taskMs).toBeLessThan(10_000);
});

it("carries one job of thousands, and all but one", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1 } });
  const ids = await idsOf(engine, await enqueue(world, engine, MANY, "many"));
  await world.clock.drive(engine.run({ jobIds: ids.slice(-1) }));
  expect(await engine.jobs({ states: ["collected"] })).toMatchObject([{ id: ids.at(-1) }]);
  await world.clock.drive(engine.run({ jobIds: ids.slice(1), until: "accepted", timeoutMs: 1000 }));
  expect(await engine.jobs({ states: ["running"] })).toHaveLength(1);
  expect(await engine.job(ids[0] ?? "")).toMatchObject({ state: "approved" });
});

it("carries a job with those of another batch whose results it waits for, and to its end", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const chain = async (requests: string, purpose: string) =>
    makePlan(parseBatch(`purpose: ${purpose}\nrequests:\n${FILM}${requests}`), {
      isLocalService: true,
      loadImage,
    });
  await world.clock.drive(engine.enqueue(await chain("", "chain")));
  const plan = await chain(SOUND + HARE, "chain");
  const made = await world.clock.drive(engine.enqueue(plan, { continues: true }));
  const [, sound = ""] = made.kind === "accepted" ? made.jobIds : [];
  await world.clock.drive(engine.run({ jobIds: [sound] }));
  expect((await engine.jobs()).map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
    "film collected",
    "hare approved",
    "sound collected",
  ]);
});

it.each([
  ["accepted", "running", 0],
  ["ended", "succeeded", 0],
  ["rest", "collected", 1],
] as const)("carries them until %s, and no further", async (until, state, delivered) => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: own, until }));
  expect(await statesOf(engine, own)).toEqual([state]);
  expect(world.journal()).toMatchObject({ creates: 1, delivered });
  expect(requestsTo(world, "GET").length > 0).toBe(until !== "accepted");
  await world.run(engine);
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

it("shares the slots of all: it waits for one that another batch holds, and for its time-out only", async () => {
  await using world = await createWorld({ emulator: { concurrency: 1 } });
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1 } });
  const others = await enqueue(world, engine, 2, "others");
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: others, until: "accepted", timeoutMs: 1000 }));
  const startedMs = world.clock.nowMs();
  await world.clock.drive(engine.run({ batchId: own, timeoutMs: 30_000 }));
  expect(world.clock.nowMs() - startedMs).toBe(30_000);
  expect(await engine.jobs({ batchId: own })).toMatchObject([{ state: "approved", waitsFor: "slot" }]);
  expect(world.journal().creates).toBe(1);
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  expect(world.mostInFlight()).toBe(1);
});

it("takes a slot that became free although older jobs wait that nobody carries", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1 } });
  const first = await enqueue(world, engine, 1, "first");
  const others = await enqueue(world, engine, 3, "others");
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: first, until: "accepted" }));
  await world.clock.drive(engine.run({ batchId: others, timeoutMs: 1000 }));
  const mine = engine.run({ batchId: own });
  await world.clock.drive(Promise.all([mine, engine.run({ batchId: first })]));
  expect(await statesOf(engine, own)).toEqual(["collected"]);
  expect(await statesOf(engine, others)).toEqual(["approved", "approved", "approved"]);
});

it.each([
  ["known", { quota: 2 }],
  // Without a try for more, which would find room at the service.
  ["learnt", { growFirstMs: 900_000 }],
])("sees that tasks have ended which hold its slots, where the quota is %s", async (_, slots) => {
  await using world = await createWorld({ emulator: { concurrency: 2 } });
  const engine = await world.openEngine({ collector: noFiles, slots });
  for (const purpose of ["a", "b", "c"]) {
    const batchId = await enqueue(world, engine, 1, purpose);
    await world.clock.drive(engine.run({ batchId, until: "accepted", timeoutMs: 2000 }));
  }
  expect((await engine.summary()).counts).toEqual({ running: 2, approved: 1 });
  await world.emulator.control.advance(300_000);
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: own, until: "accepted", timeoutMs: 120_000 }));
  expect(await statesOf(engine, own)).toEqual(["running"]);
  expect((await engine.summary()).counts).toEqual({ approved: 1, succeeded: 2, running: 1 });
});

it("lets two batches of one engine go on side by side, without taking each other's jobs", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const [left, right] = [await enqueue(world, engine, 1, "left"), await enqueue(world, engine, 8, "right")];
  await world.clock.drive(Promise.all([engine.run({ batchId: left }), engine.run({ batchId: right })]));
  expect((await engine.summary()).counts).toEqual({ collected: 9 });
  expect(world.journal()).toMatchObject({ creates: 9, billed: 9 });
});

it("gives up a create that is not answered when it is interrupted; the next run adopts it", async () => {
  await using world = await createWorld({ hangMs: 600_000 });
  const engine = await world.openEngine({ collector: noFiles });
  const own = await enqueue(world, engine, 1, "own");
  world.faults.setRules([{ method: "POST", path: /./, fault: { kind: "hang" } }]);
  const interrupt = new AbortController();
  const run = engine.run({ batchId: own, signal: interrupt.signal });
  await expect.poll(() => world.journal().accepted).toBe(1);
  interrupt.abort();
  await world.clock.drive(run);
  expect(await statesOf(engine, own)).toEqual(["submitting"]);
  world.faults.setRules([]);
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1 });
});

it("waits for the response of a create when it is interrupted, where it is told to", async () => {
  await using world = await createWorld();
  const provider = world.createProvider();
  const interrupt = new AbortController();
  const engine = await world.openEngine({
    collector: noFiles,
    provider: {
      ...provider,
      submit(...request) {
        interrupt.abort();
        return provider.submit(...request);
      },
    },
  });
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: own, signal: interrupt.signal, awaitsResponses: true }));
  expect(await statesOf(engine, own)).toEqual(["running"]);
  expect(world.journal()).toMatchObject({ creates: 1, accepted: 1 });
});

it("is not held up for ever by a create of another batch whose answer nobody looks up", async () => {
  await using world = await createWorld({ hangMs: 600_000 });
  const engine = await world.openEngine({ collector: noFiles, slots: {} });
  const first = await enqueue(world, engine, 1, "first");
  await world.clock.drive(engine.run({ batchId: first, until: "accepted" }));
  const left = await enqueue(world, engine, 1, "left");
  world.faults.setRules([{ method: "POST", path: /./, fault: { kind: "hang" } }]);
  const interrupt = new AbortController();
  const run = engine.run({ batchId: left, signal: interrupt.signal });
  await expect.poll(() => world.journal().accepted).toBe(2);
  interrupt.abort();
  await world.clock.drive(run);
  world.faults.setRules([]);
  await world.emulator.control.advance(600_000);
  const own = await enqueue(world, engine, 1, "own");
  await world.clock.drive(engine.run({ batchId: own, until: "accepted", timeoutMs: 120_000 }));
  expect(await statesOf(engine, left)).toEqual(["submitting"]);
  expect(await statesOf(engine, own)).toEqual(["running"]);
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
});

/** Creates arrive, and their answers never come. */
function withoutAnswers(world: World): Provider {
  const kling = createKling({
    apiKey: world.apiKey,
    baseUrl: world.emulator.baseUrl,
    fetch: (input, init) => world.clock.during(world.faults.fetch(input, init)),
    clock: world.clock,
    readRetries: 0,
  });
  const provider = createKlingProvider({ kling, hasApiKey: true, spendsMoney: false });
  return {
    ...provider,
    async submit(submission, context) {
      await provider.submit(submission, context);
      const { signal } = context;
      await new Promise<void>((resolve) =>
        signal?.addEventListener("abort", () => resolve(), { once: true }),
      );
      return { kind: "unclear", message: "given up" };
    },
  };
}

it("gives up a create that is not answered at its time-out; the next run adopts it", async () => {
  await using world = await createWorld();
  const silent = await world.openEngine({ collector: noFiles, provider: withoutAnswers(world) });
  const own = await enqueue(world, silent, 1, "own");
  const startedMs = world.clock.nowMs();
  await world.clock.drive(silent.run({ batchId: own, timeoutMs: 5000 }));
  expect(world.clock.nowMs() - startedMs).toBe(5000);
  expect(await statesOf(silent, own)).toEqual(["submitting"]);
  await world.run(await world.openEngine({ collector: noFiles, provider: withoutAnswers(world) }));
  expect(await statesOf(silent, own)).toEqual(["collected"]);
  expect(world.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1 });
});

it.each(["batch", "job"])(
  "lets a stopped pool try again for one %s, and wakes no other that it had stopped",
  async (by) => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    const refusal = { code: 1102, message: "Account balance not enough", request_id: "r" };
    world.faults.setRules([
      {
        method: "POST",
        path: /./,
        fault: { kind: "answer-before", status: 429, body: JSON.stringify(refusal) },
      },
    ]);
    const others = await enqueue(world, engine, 2, "others");
    await world.run(engine);
    world.faults.setRules([]);
    const own = await enqueue(world, engine, 1, "own");
    await world.clock.drive(engine.run({ batchId: own }));
    expect(await engine.jobs({ batchId: own })).toMatchObject([{ state: "approved", waitsFor: "pool" }]);
    const [job] = await idsOf(engine, own);
    await world.clock.drive(engine.resume(by === "job" ? { jobIds: [job ?? ""] } : { batchId: own }));
    await world.clock.drive(engine.run({ batchId: own }));
    expect(await statesOf(engine, own)).toEqual(["collected"]);
    expect(await engine.jobs({ batchId: others })).toMatchObject([
      { waitsFor: "pool" },
      { waitsFor: "pool" },
    ]);
  },
);

const anyRun = fc.record({
  /** A batch, or jobs of any: which of the nine at most. */
  which: fc.oneof(fc.nat({ max: 2 }), fc.uniqueArray(fc.nat({ max: 8 }))),
  until: fc.constantFrom("accepted", "ended", "rest"),
  timeoutMs: fc.integer({ min: 1, max: 200_000 }),
});

it("never moves a job that it was not told to carry, but for seeing its end, whatever is run how far and for how long", async () => {
  const steps = fc.array(anyRun, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
      steps,
      checkRuns,
    ),
    { numRuns: RUNS },
  );
});

interface Step extends RunOptions {
  readonly which: number | readonly number[];
}

async function checkRuns(sizes: readonly number[], steps: readonly Step[]): Promise<void> {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 2 } });
  const batches: string[] = [];
  for (const [at, size] of sizes.entries()) batches.push(await enqueue(world, engine, size, `batch ${at}`));
  const all = (await engine.jobs()).toReversed();
  for (const { which, ...options } of steps) {
    const own =
      typeof which === "number"
        ? all.filter(({ batchId }) => batchId === batches[which])
        : all.filter((_, at) => which.includes(at));
    const ownIds = own.map(({ id }) => id);
    const foreign = async () => {
      const jobs = (await engine.jobs()).filter(({ id }) => !ownIds.includes(id));
      return jobs.map(({ id, state, taskId }) => ({ id, state, taskId }));
    };
    const before = await foreign();
    const scope = typeof which === "number" ? { batchId: batches[which] } : { jobIds: ownIds };
    await world.clock.drive(engine.run({ ...scope, ...options }));
    const after = await foreign();
    // Seen to have ended because its slot was waited for: nothing else may change.
    const seen = before.map((job, at) =>
      job.state === "running" && after[at]?.state === "succeeded" ? { ...job, state: "succeeded" } : job,
    );
    expect(after).toEqual(seen);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect((await world.run(engine)).counts).toEqual({ collected: total });
  expect(world.journal()).toMatchObject({ creates: total, accepted: total, billed: total });
  expect(await world.takenSlots()).toBe(0);
}
