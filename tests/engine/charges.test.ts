import { openJobClient } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

const FAIL_SECOND: Parameters<
  Awaited<ReturnType<typeof createWorld>>["emulator"]["control"]["setFaults"]
>[0] = [{ nth: 2, action: { type: "fail-task", message: "The service failed." } }];

it("lists what jobs were charged and what they hold, by task and by time, as numbers", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1 } });
  const client = openJobClient(await world.openStore(), { clock: world.clock });
  world.emulator.control.setFaults(FAIL_SECOND);
  await world.clock.drive(engine.enqueue(await planOf(2)));
  await world.run(engine);
  const endedBeforeMs = world.clock.nowMs();
  await world.clock.pass(60_000);
  await world.clock.drive(engine.enqueue(await planOf(1, "kling-2.5-turbo", "later")));
  await world.clock.drive(engine.run({ until: "accepted" }));

  const all = await client.charges({ provider: "kling" });
  expect(all).toMatchObject([
    { state: "collected", unit: "video", settledUnits: 1.5, heldUnits: 0, endedAtMs: expect.any(Number) },
    { state: "failed", settledUnits: 0, heldUnits: 0 },
    { state: "running", settledUnits: 0, heldUnits: 1.5 },
  ]);
  const [first, , third] = all;
  expect(first?.endedAtMs).toBeLessThanOrEqual(endedBeforeMs);
  expect(third).not.toHaveProperty("endedAtMs");
  const taskIds = [first?.taskId ?? "", third?.taskId ?? ""];
  expect(await client.charges({ provider: "kling", taskIds })).toEqual([first, third]);
  expect(await client.charges({ provider: "kling", sinceMs: endedBeforeMs + 1 })).toEqual([third]);
  expect(await client.charges({ provider: "kling", account: "nobody" })).toEqual([]);
  expect(await client.charges({ provider: "higgsfield" })).toEqual([]);
});

it("leaves out jobs that were never sent", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const client = openJobClient(await world.openStore(), { clock: world.clock });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  expect(await client.charges({ provider: "kling" })).toEqual([]);
});
