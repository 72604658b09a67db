import { type EngineOptions, type Plan, type PlannedJob, type Provider, sealPlan } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createSimulatedService } from "./support/simulated-service.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const OTHER = "other";
const FINE = { creates: [], reads: [], durationsMs: [20_000], failsEvery: 0 };

/** Accounts, pools and models of both are called the same. */
async function openBoth(
  world: World,
  options: Partial<EngineOptions> = {},
  kling: Provider = world.createProvider({ account: "a" }),
) {
  const service = createSimulatedService(FINE, world.clock);
  const seen: string[] = [];
  const sentAtMs: number[] = [];
  const poolOf = () => ({ pool: "p", weight: 1 });
  const other: Provider = {
    ...service.provider,
    name: OTHER,
    poolOf,
    submit(submission, context) {
      seen.push(submission.externalId);
      sentAtMs.push(world.clock.nowMs());
      return service.provider.submit(submission, context);
    },
  };
  const engine = await world.openEngine({
    providers: [{ ...kling, poolOf }, other],
    collector: noFiles,
    slots: { quota: 2 },
    ...options,
  });
  return { engine, service, seen, sentAtMs };
}

/** So many jobs of each service, taking turns; those of the other one are paid in credits. */
async function mixedPlan(each: number): Promise<Plan> {
  const { jobs } = await planOf(each * 2);
  const mixed = jobs.map(
    (job, at): PlannedJob => (at % 2 === 0 ? job : { ...job, service: OTHER, unit: "credit" }),
  );
  return sealPlan("teaser", mixed);
}

it("buys each job of a mixed plan from its own service, with one approval", async () => {
  await using world = await createWorld();
  const { engine, service, seen } = await openBoth(world, { requiresApproval: true });
  const plan = await mixedPlan(3);
  const { id: approvalId } = await engine.approve(plan, { approvedBy: "ada" });
  const made = await world.clock.drive(engine.enqueue(plan, { approvalId }));
  expect(made).toMatchObject({ kind: "accepted" });
  expect((await world.run(engine)).counts).toEqual({ collected: 6 });
  const jobs = (await engine.jobs()).toSorted((left, right) => (left.id < right.id ? -1 : 1));
  expect(jobs.map(({ provider }) => provider)).toEqual(["kling", OTHER, "kling", OTHER, "kling", OTHER]);
  expect(world.journal().creates).toBe(3);
  expect(seen.toSorted()).toEqual(
    jobs
      .filter(({ provider }) => provider === OTHER)
      .map(({ externalId }) => externalId)
      .toSorted(),
  );
  expect(service.mostInFlight()).toBe(2);
  expect((await engine.budget()).total).toMatchObject({ settled: 4.5, held: 0 });
  expect((await engine.budget("credit")).total).toMatchObject({ settled: 4.5, held: 0 });
});

it("sends to one service while a create of the other one hangs", async () => {
  await using world = await createWorld();
  const kling = world.createProvider({ account: "a" });
  let calls = 0;
  const slow: Provider = {
    ...kling,
    async submit(submission, context) {
      calls += 1;
      if (calls === 1) await world.clock.sleep(50_000);
      return kling.submit(submission, context);
    },
  };
  const { engine, sentAtMs } = await openBoth(world, { width: { submits: 2 } }, slow);
  await world.clock.drive(engine.enqueue(await planOf(3)));
  await world.clock.drive(world.clock.sleep(1));
  const { jobs } = await planOf(3);
  const others = jobs.map((job): PlannedJob => ({ ...job, service: OTHER, unit: "credit" }));
  await world.clock.drive(engine.enqueue(sealPlan("later", others)));
  const startedAtMs = world.clock.nowMs();
  await world.run(engine);
  expect(Math.min(...sentAtMs) - startedAtMs).toBeLessThan(5_000);
});

it("keeps slots of one name apart", async () => {
  await using world = await createWorld();
  const { engine } = await openBoth(world);
  await world.clock.drive(engine.enqueue(await mixedPlan(2)));
  await world.run(engine);
  const rows = await world.stores[0]?.reader.selectFrom("pool").select(["provider", "pool"]).execute();
  expect(rows?.map(({ provider, pool }) => `${provider} ${pool}`).toSorted()).toEqual(["kling p", "other p"]);
});

it("counts a yes for each unit by itself", async () => {
  await using world = await createWorld();
  const { engine } = await openBoth(world, { requiresApproval: true });
  const plan = await mixedPlan(1);
  const { id: approvalId } = await engine.approve(plan, {
    approvedBy: "ada",
    maxUnits: 99,
    maxPerUnit: { credit: 1 },
  });
  expect(await world.clock.drive(engine.enqueue(plan, { approvalId }))).toMatchObject({
    kind: "approval_required",
    reasons: ["the approval allows 1 credit and the plan needs 1.5 credits"],
  });
});

it("advises to leave out what a limit of one unit does not let through", async () => {
  await using world = await createWorld();
  const { engine } = await openBoth(world, { limits: { perUnit: { credit: { unitsPerDay: 1 } } } });
  expect(await engine.enqueue(await mixedPlan(1))).toMatchObject({
    kind: "budget_exceeded",
    canPartPass: true,
    remedy: "leave out the requests that cost credits",
  });
});

it("finds a mixed plan again that was bought before", async () => {
  await using world = await createWorld();
  const { engine } = await openBoth(world);
  const plan = await mixedPlan(1);
  const first = await world.clock.drive(engine.enqueue(plan, { continues: true }));
  await world.run(engine);
  expect(await engine.enqueue(plan, { continues: true })).toMatchObject({ ...first, isContinued: true });
});

it("goes on with one service while the other refuses its key", async () => {
  await using world = await createWorld();
  const { service } = await openBoth(world);
  const refused = { kind: "error", message: "no", code: "KLINGKIT_AUTHENTICATION" } as const;
  const engine = await world.openEngine({
    providers: [
      world.createProvider({ account: "a" }),
      { ...service.provider, name: OTHER, read: (refs) => Promise.resolve(refs.map(() => refused)) },
    ],
    collector: noFiles,
    slots: { quota: 1 },
  });
  await world.clock.drive(engine.enqueue(await mixedPlan(2)));
  expect((await world.run(engine)).counts).toMatchObject({ collected: 2 });
});

it("makes no job of a service that the engine was not given", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await expect(engine.enqueue(await mixedPlan(1))).rejects.toMatchObject({ code: "account_missing" });
  expect(await engine.jobs()).toEqual([]);
});
