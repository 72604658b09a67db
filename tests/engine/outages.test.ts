import { expect, it } from "vitest";
import { enqueue, foxes, openEngine, planOf } from "./support/higgsfield.ts";
import { createWorld, noFiles, planOf as planOfKling } from "./support/world.ts";

const HOUR_MS = 3_600_000;

it("does not learn the length of an outage as that of a task, where the service does not say when one ended", async () => {
  await using world = await createWorld();
  const engine = await openEngine(world, { collector: noFiles });
  const ids = await enqueue(world, engine, await planOf(foxes(8)));
  await world.clock.drive(engine.run({ until: "accepted" }));
  await world.clock.pass(HOUR_MS);
  await world.run(engine);
  expect((await engine.summary()).counts).toEqual({ collected: 8 });
  await world.clock.pass(60_000);
  const { lateMs } = await engine.timing(ids[0] ?? "");
  expect(lateMs).toBeLessThan(HOUR_MS / 10);
});

it("resuming a batch makes its running jobs due at once, and no others", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const own = await world.clock.drive(engine.enqueue(await planOfKling(2, undefined, "own")));
  await world.clock.drive(engine.enqueue(await planOfKling(2, undefined, "others")));
  await world.clock.drive(engine.run({ until: "accepted" }));
  const nowMs = world.clock.nowMs();
  const batchId = own.kind === "accepted" ? own.batchId : "";
  const isDue = (job: { readonly nextAtMs?: number | null }) => (job.nextAtMs ?? 0) <= nowMs;
  expect((await engine.jobs()).filter(isDue)).toEqual([]);
  await world.clock.drive(engine.resume({ batchId }));
  expect((await engine.jobs()).filter(isDue).map((job) => job.batchId)).toEqual([batchId, batchId]);
});
