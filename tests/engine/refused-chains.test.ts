import { makePlan, parseBatch } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles } from "./support/world.ts";

const CHAIN = `
requests:
  - { name: video, model: kling-2.5-turbo, prompt: a fox }
  - { name: sound, operation: video add-sound, body: { video_id: { from: video } } }
  - { name: more, operation: video add-sound, body: { video_id: { from: sound } } }
`;
const HOUR_MS = 3_600_000;

it("gets a chain through an hour in which the service takes too many requests, and buys each step once", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const loadImage = () => Promise.reject(new Error("no test uses images"));
  // The first create is taken, all others are refused.
  world.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 2, times: 9999, action: { type: "business-error", code: 1302 } },
  ]);
  await world.clock.drive(engine.enqueue(await makePlan(parseBatch(CHAIN), { loadImage })));
  const running = engine.run();
  await world.clock.pass(HOUR_MS);
  const states = (await engine.jobs()).map(({ name, state }) => `${name} ${state}`);
  expect(states.toSorted()).toEqual(["more approved", "sound approved", "video collected"]);
  const { creates } = world.journal();
  expect(creates).toBeGreaterThan(5);
  // Pauses grow to a minute, of which chance takes up to a half: an hour is no storm.
  expect(creates).toBeLessThan(120);
  world.emulator.control.setFaults([]);
  expect((await world.clock.drive(running)).counts).toEqual({ collected: 3 });
  expect(world.journal()).toMatchObject({ accepted: 3, billed: 3 });
});
