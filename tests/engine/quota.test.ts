import { type Engine, makePlan, parseBatch } from "@klingkit/engine";
import { mostInFlight } from "@klingkit/testkit/chaos";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const LEARNING_JOBS = 80;

const refusals = (world: World) =>
  world.journal().entries.filter(({ outcome }) => outcome === "refused 1303").length;

describe("slots", () => {
  it("of a known quota are never asked for in vain", async () => {
    await using world = await createWorld({ emulator: { concurrency: 5 } });
    const engine = await world.openEngine({ collector: noFiles, slots: { quota: 5 } });
    await world.clock.drive(engine.enqueue(await planOf(60)));
    await world.run(engine);
    expect(refusals(world)).toBe(0);
    expect(world.journal()).toMatchObject({ accepted: 60, billed: 60 });
  });

  it.each([3, 5, 9])("of an unknown quota of %i are learnt with few refusals", async (concurrency) => {
    await using world = await createWorld({ emulator: { concurrency } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await world.clock.drive(engine.enqueue(await planOf(LEARNING_JOBS)));
    await world.run(engine);
    expect(world.journal()).toMatchObject({ accepted: LEARNING_JOBS, billed: LEARNING_JOBS });
    expect(world.mostInFlight()).toBe(concurrency);
    // After 15 s, then after as long again each time: whoever had the slots before may have gone.
    expect(refusals(world)).toBeLessThanOrEqual(10);
  });

  it("give way to a foreign consumer and come back when it has gone", async () => {
    await using world = await createWorld({ emulator: { concurrency: 5 } });
    const foreign = async (count: number) => {
      for (let at = 0; at < count; at += 1) await createForeign(world, `foreign ${at}`);
    };
    const engine = await world.openEngine({ collector: noFiles, slots: { quota: 5 } });
    await foreign(3);
    await world.clock.drive(engine.enqueue(await planOf(40)));
    await world.run(engine);
    expect(world.journal()).toMatchObject({ accepted: 43, billed: 43 });
    expect(world.mostInFlight()).toBe(5);
    expect(refusals(world)).toBeLessThanOrEqual(10);
  });

  it("are all free at the end", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(12)));
    await world.run(engine);
    expect(await world.takenSlots()).toBe(0);
  });
});

describe("a job that takes several slots", () => {
  const HEAVY = "kling-3.0";
  const HEAVY_WEIGHT = 3;
  const weightOf = ({ model }: { readonly model: string }) => (model === HEAVY ? HEAVY_WEIGHT : 1);

  /** All models in one pool, as with images, of which one create takes as many slots as it makes. */
  function openWeighted(world: World, quota: number): Promise<Engine> {
    const provider = world.createProvider();
    const poolOf = (planned: { readonly model: string }) => ({ pool: "all", weight: weightOf(planned) });
    return world.openEngine({ collector: noFiles, provider: { ...provider, poolOf }, slots: { quota } });
  }

  const unlimited = { emulator: { concurrency: Number.POSITIVE_INFINITY } };

  it("is neither let in beyond the quota nor passed by those that came after it", async () => {
    await using world = await createWorld(unlimited);
    const engine = await openWeighted(world, 5);
    await world.clock.drive(engine.enqueue(await planOf(8)));
    await world.clock.drive(engine.enqueue(await planOf(2, HEAVY, "heavy")));
    const running = engine.run();
    for (let batch = 1; batch <= 10; batch += 1) {
      await world.clock.pass(15_000);
      await world.clock.drive(engine.enqueue(await planOf(2, "kling-2.5-turbo", `later ${batch}`)));
    }
    expect((await world.clock.drive(running)).counts).toEqual({ collected: 30 });
    const tasks = world.emulator.control.tasks();
    expect(mostInFlight(tasks, weightOf)).toBe(5);
    const jobs = await engine.jobs();
    const acceptedAtMs = (wanted: (purpose: string) => boolean) =>
      jobs.filter(({ purpose }) => wanted(purpose)).map((job) => job.acceptedAtMs ?? Number.NaN);
    const heavy = acceptedAtMs((purpose) => purpose === "heavy");
    const later = acceptedAtMs((purpose) => purpose.startsWith("later"));
    expect(Math.max(...heavy)).toBeLessThanOrEqual(Math.min(...later));
    expect(await world.takenSlots()).toBe(0);
  });

  it("is not taken where the quota has no room for it at all", async () => {
    await using world = await createWorld(unlimited);
    const engine = await openWeighted(world, 2);
    expect(await world.clock.drive(engine.enqueue(await planOf(1, HEAVY, "heavy")))).toMatchObject({
      kind: "plan_invalid",
      reasons: [expect.stringContaining("takes 3 slots of all at once, and the quota is 2")],
    });
    expect(await engine.jobs()).toEqual([]);
  });

  it("is told when the quota has no room for it any more, and holds nobody up", async () => {
    await using world = await createWorld(unlimited);
    const before = await openWeighted(world, 5);
    await world.clock.drive(before.enqueue(await planOf(1, HEAVY, "heavy")));
    const engine = await openWeighted(world, 2);
    await world.clock.drive(engine.enqueue(await planOf(4)));
    const summary = await world.run(engine);
    expect(summary.counts).toEqual({ approved: 1, collected: 4 });
    const [heavy] = await engine.jobs({ states: ["approved"] });
    expect(heavy).toMatchObject({ waitsFor: "pool", error: { message: expect.stringContaining("3 slots") } });
    const roomy = await openWeighted(world, 3);
    await world.clock.drive(roomy.resume());
    expect((await world.run(roomy)).counts).toEqual({ collected: 5 });
  });
});

describe("a job that takes more slots than the account has, which nobody knows", () => {
  const imagesOf = (n: number) =>
    makePlan(
      parseBatch(`requests: [{ name: fox, operation: image create, body: { prompt: a fox, n: ${n} } }]`),
      { isLocalService: true, loadImage: () => Promise.reject(new Error("no test uses images")) },
    );

  it("ends after an hour of refusals without a task of ours, bought nothing, and lets the others run", async () => {
    await using world = await createWorld({ emulator: { concurrency: 2 } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await world.clock.drive(engine.enqueue(await imagesOf(3)));
    await world.clock.drive(engine.enqueue(await imagesOf(2)));
    const startedAtMs = world.clock.nowMs();
    expect((await world.run(engine)).counts).toEqual({ rejected: 1, collected: 1 });
    const [job] = await engine.jobs({ states: ["rejected"] });
    expect(job?.error).toMatchObject({ code: "quota_too_small", serviceCode: 1303 });
    expect(job?.error?.message).toMatch(/takes 3 slots .* Nothing was bought/);
    expect((job?.endedAtMs ?? 0) - startedAtMs).toBeLessThan(2 * 3_600_000);
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
    expect(await world.takenSlots()).toBe(0);
  });

  it("is bought where another client had the slots for less than that", async () => {
    const pack = (concurrency: number) => [{ name: "images", unit: "image", units: 1000, concurrency }];
    await using world = await createWorld({ emulator: { packs: pack(2) } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await world.clock.drive(engine.enqueue(await imagesOf(3)));
    const running = engine.run();
    await world.clock.pass(40 * 60_000);
    world.emulator.control.setPacks(pack(5));
    expect((await world.clock.drive(running)).counts).toEqual({ collected: 1 });
  });
});

async function createForeign({ emulator, apiKey }: World, prompt: string): Promise<void> {
  const response = await emulator.fetch(
    new Request(`${emulator.baseUrl}/text-to-video/kling-2.5-turbo`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ prompt }),
    }),
  );
  expect(response.status).toBe(200);
}
