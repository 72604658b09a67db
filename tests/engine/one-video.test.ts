import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createWorld, planOf } from "./support/world.ts";

it("buys one video, follows it and puts it on disk", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  const enqueued = await world.clock.drive(engine.enqueue(await planOf(1)));
  expect(enqueued.kind).toBe("accepted");
  const summary = await world.run(engine);
  expect(world.errors).toEqual([]);
  expect(summary.counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
  const [job] = await engine.jobs();
  expect((await readFile(job?.filePath ?? "")).subarray(4, 8).toString()).toBe("ftyp");
});
