import { createCollector, createKlingProvider, makePlan, parseBatch } from "@klingkit/engine";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { createWorld } from "./support/world.ts";

const loadImage = (name: string) =>
  Promise.resolve({ value: `https://files.example/${name}`, manifest: { name, kind: "url" } } as const);

const REQUESTS = [
  { prompt: "a fox", model: "kling-v3", family: "legacy" },
  { prompt: "a fox", model: "kling-v3", family: "legacy", firstFrame: "fox.png" },
  { prompt: "a fox", model: "kling-v3-omni", family: "legacy", references: [{ image: "fox.png" }] },
  { prompt: "a fox", model: "kling-3.0-turbo" },
  { prompt: "a fox", model: "kling-3.0", firstFrame: "fox.png" },
  { prompt: "a fox", model: "kling-3.0-omni", references: [{ image: "fox.png" }] },
];

it("buys of every capability of both families", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({
    loadImage,
    collector: ({ filePath }) => Promise.resolve({ filePath, sizeBytes: 1, sha256: "x" }),
  });
  const plan = await makePlan(parseBatch(JSON.stringify({ requests: REQUESTS })), { loadImage });
  expect(plan.jobs.flatMap(({ issues }) => issues)).toEqual([]);
  await world.clock.drive(engine.enqueue(plan));
  const summary = await world.run(engine);
  expect(world.errors).toEqual([]);
  expect(summary.counts).toEqual({ collected: REQUESTS.length });
  expect(world.journal()).toMatchObject({ accepted: REQUESTS.length, billed: REQUESTS.length });
});

it("adopts a legacy task by its key with a key pair alone", async () => {
  const keys = [{ accessKey: "access-key-of-the-tests", secretKey: "secret-key-of-the-tests" }];
  await using world = await createWorld({ emulator: { keys } });
  const kling = createKling({
    ...keys[0],
    baseUrl: world.emulator.baseUrl,
    clock: world.clock,
    fetch: world.faults.fetch,
  });
  const engine = await world.openEngine({
    provider: createKlingProvider({ kling, hasApiKey: false, spendsMoney: false }),
    collector: createCollector({ fetch: world.faults.fetch, allowedOrigins: [world.emulator.baseUrl] }),
    loadImage,
  });
  world.faults.setRules([{ method: "POST", path: /text2video/, fault: { kind: "reset-after" } }]);
  const plan = await makePlan(parseBatch(JSON.stringify({ requests: REQUESTS.slice(0, 1) })), { loadImage });
  await world.clock.drive(engine.enqueue(plan));
  const summary = await world.run(engine);
  expect(summary.counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});
