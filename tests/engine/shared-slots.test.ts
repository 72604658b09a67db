import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

it("two engines on one store never have more tasks in flight than the quota", async () => {
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
