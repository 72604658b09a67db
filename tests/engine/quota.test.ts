import { describe, expect, it } from "vitest";
import { storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

/** What is learnt is the same on both stores; on PostgreSQL every query is a round trip. */
const LEARNING_JOBS = storeKind() === "sqlite" ? 200 : 80;

const refusals = (world: World) =>
  world.journal().entries.filter(({ outcome }) => outcome === "refused 1303").length;

describe("slots", () => {
  it("are shared by two engines on one file: never more than the quota is in flight", async () => {
    await using world = await createWorld({ emulator: { concurrency: Number.POSITIVE_INFINITY } });
    const options = { collector: noFiles, slots: { quota: 5 } };
    const [left, right] = [await world.openEngine(options), await world.openEngine(options)];
    await world.clock.drive(left.enqueue(await planOf(35)));
    await world.clock.drive(right.enqueue(await planOf(35, "kling-2.5-turbo", "second")));
    await world.clock.drive(Promise.all([left.run(), right.run()]));
    expect((await left.summary()).counts).toEqual({ collected: 70 });
    expect(world.journal()).toMatchObject({ creates: 70, accepted: 70, billed: 70 });
    expect(world.mostInFlight()).toBe(5);
  });

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
    expect(refusals(world)).toBeLessThanOrEqual(3);
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
