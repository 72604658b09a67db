import { type Engine, type Plan, planJob, sealPlan } from "@klingkit/engine";
import { findRoute, type VideoRequest } from "@klingkit/spec";
import { expect, it } from "vitest";
import { createWorld, noFiles, type World } from "./support/world.ts";

async function planWith(request: VideoRequest, output = "fox.mp4"): Promise<Plan> {
  const route = findRoute("text-to-video:kling-2.5-turbo");
  if (!route) throw new Error("the route is gone");
  const wish = { name: "fox", index: 1, request: { prompt: "a fox", ...request }, route, output };
  const context = { loadImage: () => Promise.reject(new Error("no images")) };
  return sealPlan("tests", [await planJob(wish, context)]);
}

const enqueue = (world: World, engine: Engine, plan: Plan, keepsPaths = false) =>
  world.clock.drive(engine.enqueue(plan, { keepsPaths }));

it("sends the key that the request brings", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await enqueue(world, engine, await planWith({ externalTaskId: "mine-1" }));
  await world.run(engine);
  expect(world.emulator.control.tasks()).toMatchObject([{ externalTaskId: "mine-1" }]);
  expect(await engine.jobs()).toMatchObject([{ externalId: "mine-1", state: "collected" }]);
});

it("refuses a key that names another job, before anything is sent", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const plan = await planWith({ externalTaskId: "mine-1" });
  await enqueue(world, engine, plan);
  const [job] = await engine.jobs();
  expect(await enqueue(world, engine, plan)).toMatchObject({
    kind: "duplicate_external_id",
    reasons: [expect.stringContaining(job?.id ?? "?")],
  });
  expect(await engine.jobs()).toHaveLength(1);
  expect(world.faults.requests).toEqual([]);
});

it("refuses one key for two jobs of a plan", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const { jobs } = await planWith({ externalTaskId: "mine-1" });
  const result = await enqueue(world, engine, sealPlan("tests", [...jobs, ...jobs]));
  expect(result.kind).toBe("duplicate_external_id");
});

it("buys again under a key of its own", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await enqueue(world, engine, await planWith({ externalTaskId: "mine-1" }));
  await world.run(engine);
  const [first] = await engine.jobs();
  expect(await world.clock.drive(engine.retry(first?.id ?? ""))).toMatchObject({ kind: "accepted" });
  await world.run(engine);
  const [second] = await engine.jobs();
  expect(second).toMatchObject({ state: "collected", externalId: expect.stringMatching(/^klingkit-/) });
  expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
});

it("gives a result exactly its path, unless another job has yet to write there", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await enqueue(world, engine, await planWith({}));
  expect(await enqueue(world, engine, await planWith({ prompt: "a hare" }), true)).toMatchObject({
    kind: "output_taken",
  });
  await world.run(engine);
  expect(await enqueue(world, engine, await planWith({ prompt: "a hare" }), true)).toMatchObject({
    kind: "accepted",
  });
  const paths = (await engine.jobs()).map(({ filePath }) => filePath);
  expect(paths).toEqual([world.folder.file("out/fox.mp4"), world.folder.file("out/fox.mp4")]);
});

it("keeps the address of callbacks that the request brings", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, callbackUrl: "https://example.com/engine" });
  await enqueue(world, engine, await planWith({ callbackUrl: "https://example.com/mine" }));
  await world.run(engine);
  expect(world.emulator.control.tasks()).toMatchObject([{ callbackUrl: "https://example.com/mine" }]);
});
