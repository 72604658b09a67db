import {
  createEngine,
  type Engine,
  type JobState,
  nextStates,
  openSqliteStore,
  type Provider,
  REST_STATES,
  type Store,
} from "@klingkit/engine";
import { createSeededRandom, createTempDir } from "@klingkit/testkit";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type CreateFate,
  createSimulatedService,
  type ReadFate,
  type Script,
  UNITS,
} from "./support/simulated-service.ts";
import { createVirtualClock, type VirtualClock } from "./support/virtual-clock.ts";
import { noFiles, planOf } from "./support/world.ts";

const QUOTA = 2;
const JOBS = 5;
const never = () => new Promise<never>(() => {});

/** One process: after its death nothing that it began goes on. */
async function bear(storePath: string, clock: VirtualClock, provider: Provider) {
  let isAlive = true;
  const whileAlive = <T>(value: T): T | Promise<never> => (isAlive ? value : never());
  const store = await openSqliteStore(storePath);
  const mortalStore: Store = {
    ...store,
    write: (operation) => (isAlive ? store.write(operation).then(whileAlive) : never()),
  };
  const mortalProvider: Provider = {
    ...provider,
    submit: (submission, context) =>
      isAlive ? provider.submit(submission, context).then(whileAlive) : never(),
    lookup: (ref, context) => provider.lookup(ref, context).then(whileAlive),
    read: (refs, context) => provider.read(refs, context).then(whileAlive),
  };
  const engine = createEngine({
    store: mortalStore,
    provider: mortalProvider,
    loadImage: () => Promise.reject(new Error("no images")),
    outputDir: "out",
    slots: { quota: QUOTA },
    clock,
    random: createSeededRandom(5),
    collector: (request) => noFiles(request).then(whileAlive),
    timing: { sendWindowMs: 2000, submitTimeoutMs: 4000, readTimeoutMs: 4000, leaseMs: 9000, pollMs: 30_000 },
  });
  return {
    engine,
    store,
    kill() {
      isAlive = false;
    },
  };
}

async function live(script: Script, livesMs: readonly number[]) {
  await using folder = await createTempDir("klingkit-model-");
  let now = Date.UTC(2026, 10, 21);
  const clock = createVirtualClock({
    nowMs: () => now,
    advance: async (ms) => {
      now += ms;
    },
  });
  const service = createSimulatedService(script, clock);
  const stores: Store[] = [];
  const start = async () => {
    const process = await bear(folder.file("jobs.sqlite"), clock, service.provider);
    stores.push(process.store);
    return process;
  };
  try {
    const first = await start();
    await clock.drive(first.engine.enqueue(await planOf(JOBS)));
    for (const lifeMs of livesMs) {
      const process = await start();
      void process.engine.run();
      await clock.pass(lifeMs);
      process.kill();
    }
    const last = await start();
    await clock.drive(last.engine.run());
    return await observe(last.engine, last.store, service);
  } finally {
    for (const store of stores) await store.close();
  }
}

async function observe(engine: Engine, store: Store, service: ReturnType<typeof createSimulatedService>) {
  const jobs = await engine.jobs();
  const moves: { from: JobState; to: JobState }[] = [];
  for await (const { from, to } of engine.events()) if (from && to) moves.push({ from, to });
  const taken = await store.reader.selectFrom("slot").selectAll().where("job_id", "is not", null).execute();
  return { jobs, moves, total: (await engine.budget()).total, taken, service };
}

const creates: readonly CreateFate[] = [
  "ok",
  "lost-before",
  "lost-after",
  "late-lost",
  "slot-taken",
  "rate",
  "later",
  "never",
  "stuck",
];
const reads: readonly ReadFate[] = ["ok", "error", "hidden", "odd-status", "no-link"];
const script: fc.Arbitrary<Script> = fc.record({
  creates: fc.array(fc.constantFrom(...creates), { maxLength: 14 }),
  reads: fc.array(fc.constantFrom(...reads), { maxLength: 30 }),
  durationsMs: fc.array(fc.integer({ min: 500, max: 60_000 }), { minLength: 1, maxLength: 4 }),
  failsEvery: fc.integer({ min: 0, max: 4 }),
});
const lives = fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 5 });

it("keeps its promises for any script of answers and any deaths", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(script, lives, async (what, when) => {
      const { jobs, moves, total, taken, service } = await live(what, when);
      const keys = new Set(jobs.map(({ externalId }) => externalId));
      expect([...service.acceptedByKey].filter(([key, count]) => count > 1 || !keys.has(key))).toEqual([]);
      expect(service.acceptedByKey.size).toBeLessThanOrEqual(JOBS);
      expect(moves.filter(({ from, to }) => !nextStates(from).includes(to))).toEqual([]);
      expect(jobs.filter(({ state }) => !REST_STATES.includes(state))).toEqual([]);
      expect(taken).toEqual([]);
      const unknown = jobs.filter(({ state }) => state === "unknown").length;
      expect(total.held).toBe(unknown * UNITS);
      const bought = service.tasks().filter(({ hasFailed }) => !hasFailed).length;
      const collected = jobs.filter(({ state }) => state === "collected").length;
      expect(collected).toBe(bought);
      expect(total.settled).toBe(bought * UNITS);
      expect(service.mostInFlight()).toBeLessThanOrEqual(QUOTA);
    }),
    { numRuns: 60, seed: 20_261_121 },
  );
});
