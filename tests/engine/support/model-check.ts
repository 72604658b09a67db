import {
  createEngine,
  type Engine,
  type JobState,
  nextStates,
  type Plan,
  type Provider,
  REST_STATES,
  type Store,
  sealPlan,
} from "@klingkit/engine";
import { createSeededRandom, createVirtualClock, type VirtualClock } from "@klingkit/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import {
  type CreateFate,
  createSimulatedService,
  type ReadFate,
  type Script,
  UNITS,
} from "./simulated-service.ts";
import { createStoreSite, type StoreSite, storeKind } from "./stores.ts";
import { noFiles, planOf } from "./world.ts";

type SimulatedService = ReturnType<typeof createSimulatedService>;

const OTHER = "other";
const QUOTA = 2;
const JOBS = 5;
/** Of each part. The logic is the same on both stores; on PostgreSQL, where every query is a round trip, `npm run soak` goes on. */
const RUNS = storeKind() === "sqlite" ? 30 : 10;
/** Time for one part on a machine that is ten times slower than ours. */
export const MODEL_CHECK_LIMIT_MS = 450_000;
/** Longer than a lease, and not too long for a slow answer to matter. */
const WAKE_MS = 11_000;

interface Life {
  readonly lengthMs: number;
  /** It only slept, and goes on when others have taken its jobs. */
  readonly comesBack: boolean;
}

/** One process. While it sleeps nothing of it goes on; after its death nothing ever does. */
async function bear(site: StoreSite, clock: VirtualClock, providers: readonly [Provider, ...Provider[]]) {
  let awake: Promise<void> = Promise.resolve();
  let wake = () => {};
  const store = await site.open(clock.during);
  const whileAwake = async <T>(value: T): Promise<T> => {
    await awake;
    return value;
  };
  const mortalStore: Store = {
    ...store,
    write: async (operation) => {
      await awake;
      return store.write(operation).then(whileAwake);
    },
  };
  const mortal = (provider: Provider): Provider => ({
    ...provider,
    submit: async (submission, context) => {
      await awake;
      return provider.submit(submission, context).then(whileAwake);
    },
    lookup: (ref, context) => provider.lookup(ref, context).then(whileAwake),
    read: (refs, context) => provider.read(refs, context).then(whileAwake),
  });
  const [first, ...others] = providers;
  const engine = createEngine({
    store: mortalStore,
    providers: [mortal(first), ...others.map(mortal)],
    loadImage: () => Promise.reject(new Error("no images")),
    outputDir: "out",
    slots: { quota: QUOTA },
    clock,
    random: createSeededRandom(5),
    collector: (request) => noFiles(request).then(whileAwake),
    timing: { sendWindowMs: 2000, submitTimeoutMs: 4000, readTimeoutMs: 4000, leaseMs: 9000, pollMs: 30_000 },
  });
  return {
    engine,
    store,
    /** Without `wake`, that is death. */
    sleep() {
      awake = new Promise((resolve) => {
        wake = resolve;
      });
    },
    wake: () => wake(),
  };
}

/** Half of the jobs are the other service's where there is one. */
async function plan(count: number): Promise<Plan> {
  const { purpose, jobs } = await planOf(JOBS);
  return sealPlan(
    purpose,
    jobs.map((job, at) => (at % count === 0 ? job : { ...job, service: OTHER })),
  );
}

async function live(script: Script, lives: readonly Life[], hasOther: boolean) {
  await using site = await createStoreSite();
  let now = Date.UTC(2026, 10, 21);
  const clock = createVirtualClock({
    nowMs: () => now,
    advance: async (ms) => {
      now += ms;
    },
  });
  const own = createSimulatedService(script, clock);
  const services: readonly [SimulatedService, ...SimulatedService[]] = hasOther
    ? [own, createSimulatedService(script, clock, { name: OTHER, replays: true })]
    : [own];
  const [{ provider: first }, ...others] = services;
  const providers = [first, ...others.map(({ provider }) => provider)] as const;
  const stores: Store[] = [];
  const start = async () => {
    const process = await bear(site, clock, providers);
    stores.push(process.store);
    return process;
  };
  try {
    const planner = await start();
    await clock.drive(planner.engine.enqueue(await plan(services.length)));
    const sleeping = [];
    for (const { lengthMs, comesBack } of lives) {
      const process = await start();
      const done = process.engine.run();
      await clock.pass(lengthMs);
      process.sleep();
      if (comesBack) sleeping.push({ process, done });
    }
    const last = await start();
    const rest = last.engine.run();
    if (sleeping.length > 0) await clock.pass(WAKE_MS);
    for (const { process } of sleeping) process.wake();
    await clock.drive(Promise.all([rest, ...sleeping.map(({ done }) => done)]));
    return await observe(last.engine, last.store, services);
  } finally {
    for (const store of stores) await store.close();
  }
}

async function observe(engine: Engine, store: Store, services: readonly SimulatedService[]) {
  const jobs = await engine.jobs();
  const moves: { from: JobState; to: JobState }[] = [];
  for await (const { from, to } of engine.events()) if (from && to) moves.push({ from, to });
  const taken = await store.reader.selectFrom("slot").selectAll().where("job_id", "is not", null).execute();
  return { jobs, moves, total: (await engine.budget()).total, taken, services };
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
const lives = fc.array(
  fc.record({ lengthMs: fc.integer({ min: 1, max: 20_000 }), comesBack: fc.boolean() }),
  {
    maxLength: 5,
  },
);

/** Random scripts of responses, deaths and sleeps. The seed makes the parts different and each of them repeatable. */
/** `hasOther`: in one store with a second service, which replays creates instead of looking keys up. */
export async function checkModel(seed: number, { hasOther = false } = {}): Promise<void> {
  await fc.assert(
    fc.asyncProperty(script, lives, async (what, when) => {
      const { jobs, moves, total, taken, services } = await live(what, when, hasOther);
      const keys = new Set(jobs.map(({ externalId }) => externalId));
      const accepted = services.flatMap(({ acceptedByKey }) => [...acceptedByKey]);
      expect(accepted.filter(([key, count]) => count > 1 || !keys.has(key))).toEqual([]);
      expect(accepted.length).toBeLessThanOrEqual(JOBS);
      expect(moves.filter(({ from, to }) => !nextStates(from).includes(to))).toEqual([]);
      expect(jobs.filter(({ state }) => !REST_STATES.includes(state))).toEqual([]);
      expect(taken).toEqual([]);
      const unknown = jobs.filter(({ state }) => state === "unknown").length;
      expect(total.held).toBe(unknown * UNITS);
      const tasks = services.flatMap((service) => service.tasks());
      const bought = tasks.filter(({ hasFailed }) => !hasFailed).length;
      const collected = jobs.filter(({ state }) => state === "collected").length;
      expect(collected).toBe(bought);
      expect(total.settled).toBe(bought * UNITS);
      for (const service of services) expect(service.mostInFlight()).toBeLessThanOrEqual(QUOTA);
    }),
    { numRuns: RUNS, seed },
  );
}
