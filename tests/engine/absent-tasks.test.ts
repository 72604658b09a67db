import type { Engine, Provider } from "@klingkit/engine";
import { HIGGSFIELD_RETENTION_DAYS } from "@klingkit/spec/higgsfield";
import type { Clock } from "klingkit";
import { describe, expect, it } from "vitest";
import { foxes, planOf as higgsfieldPlanOf, USD } from "./support/higgsfield.ts";
import { createWorld, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How each service says that it does not find a task, as it may also say while something behind it is broken. */
const SERVICES = [
  {
    name: "Kling",
    provider: (world: World): Provider => world.createProvider(),
    plan: () => planOf(1),
    path: /^\/tasks$/,
    answer: { status: 200, body: '{"code":0,"message":"SUCCEED","request_id":"r","data":[]}' },
  },
  {
    name: "Higgsfield",
    provider: (world: World): Provider => world.createSecondProvider(),
    plan: () => higgsfieldPlanOf(foxes(1)),
    path: /^\/requests\//,
    answer: { status: 404, body: '{"detail":"Not found"}' },
  },
] as const;
type Service = (typeof SERVICES)[number];
const [, HIGGSFIELD] = SERVICES;

async function acceptedJob(world: World, engine: Engine, { plan }: Service): Promise<string> {
  await world.clock.drive(engine.enqueue(await plan()));
  await world.clock.drive(engine.run({ until: "accepted" }));
  const [job] = await engine.jobs();
  return job?.id ?? "";
}

const hideTasks = (world: World, { path, answer }: Service) =>
  world.faults.setRules([{ method: "GET", path, fault: { kind: "answer-before", ...answer } }]);

const runFor = (world: World, engine: Engine, timeoutMs: number) =>
  world.clock.drive(engine.run({ timeoutMs }));

describe.each(SERVICES)("a task that $name does not find", (service) => {
  it("while it keeps its tasks stays running, and its video is fetched as soon as a read finds it", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ provider: service.provider(world) });
    const id = await acceptedJob(world, engine, service);
    hideTasks(world, service);
    expect((await runFor(world, engine, HOUR_MS)).counts).toEqual({ running: 1 });
    const { error, events, sums } = await engine.job(id);
    expect(error).toMatchObject({ code: "read_failed", message: "The service does not find the task" });
    expect(events.filter(({ kind }) => kind === "job-reads-fail")).toHaveLength(1);
    expect(sums.settled).toBe(0);
    world.faults.setRules([]);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("ends soon where an emulator has forgotten it, and its job says so", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ provider: service.provider(world) });
    const id = await acceptedJob(world, engine, service);
    world.emulator.control.reset();
    const startedMs = world.clock.nowMs();
    expect((await world.run(engine)).counts).toEqual({ expired: 1 });
    expect(world.clock.nowMs() - startedMs).toBeLessThan(10 * 60_000);
    expect((await engine.job(id)).error?.message).toContain("the emulator no longer knows the task");
    expect(await world.takenSlots()).toBe(0);
  });

  it("is waited for where an emulator does not respond to the question whether it has it", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ provider: service.provider(world) });
    await acceptedJob(world, engine, service);
    world.emulator.control.reset();
    const down = { kind: "reset-before" } as const;
    world.faults.setRules([{ method: "GET", path: /^\/_emulator\//, fault: down }]);
    expect((await runFor(world, engine, HOUR_MS)).counts).toEqual({ running: 1 });
  });
});

it("a request that Higgsfield does not find after its results are gone ends as expired, and is charged", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ provider: HIGGSFIELD.provider(world) });
  const id = await acceptedJob(world, engine, HIGGSFIELD);
  hideTasks(world, HIGGSFIELD);
  await world.clock.pass((HIGGSFIELD_RETENTION_DAYS + 1) * DAY_MS);
  expect((await world.run(engine)).counts).toEqual({ expired: 1 });
  const { error, sums } = await engine.job(id);
  expect(error).toMatchObject({
    code: "expired",
    message: "The service does not find the request, and it keeps results for 7 days only",
  });
  expect(sums).toMatchObject({ settled: USD, held: 0 });
});

it("a request is not given up where only our clock has run ahead of its retention", async () => {
  await using world = await createWorld();
  let aheadMs = 0;
  const clock: Clock = { nowMs: () => world.clock.nowMs() + aheadMs, sleep: world.clock.sleep };
  const engine = await world.openEngine({ clock, provider: HIGGSFIELD.provider(world) });
  await acceptedJob(world, engine, HIGGSFIELD);
  hideTasks(world, HIGGSFIELD);
  aheadMs = (HIGGSFIELD_RETENTION_DAYS + 1) * DAY_MS;
  expect((await runFor(world, engine, HOUR_MS)).counts).toEqual({ running: 1 });
  world.faults.setRules([]);
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
});
