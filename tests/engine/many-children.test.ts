import { type Engine, makePlan, parseBatch } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, type World } from "./support/world.ts";

/** More than one statement takes. */
const COUNT = 900;
const FAIL_ALL: Parameters<World["emulator"]["control"]["setFaults"]>[0] = [
  { match: {}, action: { type: "fail-task", message: "The service failed." } },
];

const loadImage = () => Promise.reject(new Error("no test uses images"));

/** One video, many jobs that take it, and one that takes what one of those makes. */
function planOfMany() {
  const children = Array.from({ length: COUNT }, (_, at) => ({
    name: `sound-${at}`,
    operation: "video add-sound",
    body: { video_id: { from: "video" }, sound_effect_prompt: `take ${at}` },
  }));
  const last = { name: "last", operation: "video add-sound", body: { video_id: { from: "sound-7" } } };
  const video = { name: "video", model: "kling-2.5-turbo", prompt: "a fox" };
  return makePlan(parseBatch(JSON.stringify({ requests: [video, ...children, last] })), {
    isLocalService: true,
    loadImage,
  });
}

async function enqueueMany(world: World, engine: Engine): Promise<string> {
  const made = await world.clock.drive(engine.enqueue(await planOfMany()));
  if (made.kind !== "accepted") throw new Error(`not accepted: ${made.kind}`);
  return made.jobIds[0] ?? "";
}

/** Runs until the parent has ended, and stops before its children are served. */
async function runParent(world: World, engine: Engine, parentId: string): Promise<void> {
  const stop = new AbortController();
  const running = engine.run({ signal: stop.signal });
  while ((await engine.job(parentId)).endedAtMs === undefined) await world.clock.pass(1000);
  stop.abort();
  await world.clock.drive(running);
}

const open = (world: World) => world.openEngine({ collector: noFiles, slots: { quota: 1 } });

it("makes hundreds of children due when their one parent has succeeded", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  await runParent(world, engine, await enqueueMany(world, engine));
  const waiting = (await engine.jobs({ limit: COUNT + 2 })).filter(({ waitsFor }) => waitsFor === "parent");
  expect(waiting.map(({ name }) => name)).toEqual(["last"]);
});

it("cancels hundreds of children, and theirs, when their one parent has failed", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  world.emulator.control.setFaults(FAIL_ALL);
  await runParent(world, engine, await enqueueMany(world, engine));
  expect((await engine.summary()).counts).toEqual({ failed: 1, canceled: COUNT + 1 });
  for (const { id, name } of await engine.jobs({ states: ["canceled"], limit: 5 })) {
    const parent = name === "last" ? "sound-7" : "video";
    const { error, events, ledger } = await engine.job(id);
    expect(error).toMatchObject({ code: "parent_failed", message: expect.stringContaining(parent) });
    expect(events.at(-1)).toMatchObject({ kind: "job-canceled", from: "approved", to: "canceled" });
    expect(ledger).toEqual([]);
  }
  expect(world.journal()).toMatchObject({ creates: 1 });
});
