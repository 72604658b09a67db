import { expect, it } from "vitest";
import { createStoreSite } from "./support/stores.ts";
import { createWorld, noFiles, planOf } from "./support/world.ts";

const KEY = "order 4711";

it("buys once for a key, whoever asks again with the same requests", async () => {
  await using world = await createWorld();
  const [first, second] = [await world.openEngine(), await world.openEngine()];
  const plan = await planOf(3);
  const [left, right] = await world.clock.drive(
    Promise.all([first.enqueue(plan, { key: KEY }), second.enqueue(plan, { key: KEY })]),
  );
  expect([left.kind, right.kind]).toEqual(["accepted", "accepted"]);
  await world.run(first);
  const again = await world.clock.drive(second.enqueue(plan, { key: KEY }));
  const jobIds = await second.jobsOfKey(KEY);
  expect(again).toMatchObject({ isContinued: true, jobIds });
  expect(jobIds).toHaveLength(3);
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
});

it.each([
  ["other requests", () => planOf(3, "kling-2.6")],
  ["fewer requests", () => planOf(2)],
  ["one request", () => planOf(1)],
  ["more requests", () => planOf(4)],
])("refuses a key with %s, before anything is sent", async (_, other) => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(3), { key: KEY }));
  const refusal = await world.clock.drive(engine.enqueue(await other(), { key: KEY }));
  expect(refusal).toMatchObject({
    kind: "key_reused",
    reasons: [expect.stringMatching(new RegExp(`${KEY}.* belongs to 3 jobs of another request \\(.*\\)$`))],
  });
  expect(await engine.jobs()).toHaveLength(3);
  expect(world.faults.requests).toEqual([]);
});

it("buys again for another key", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const plan = await planOf(1);
  for (const key of [KEY, "order 4712"]) await world.clock.drive(engine.enqueue(plan, { key }));
  await world.run(engine);
  expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
});

it("leads to the job that replaced one", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const plan = await planOf(1);
  await world.clock.drive(engine.enqueue(plan, { key: KEY }));
  const [old = ""] = await engine.jobsOfKey(KEY);
  await world.clock.drive(engine.cancel(old));
  const retried = await world.clock.drive(engine.retry(old));
  if (retried.kind !== "accepted") throw new Error(retried.kind);
  expect(await engine.jobsOfKey(KEY)).toEqual(retried.jobIds);
  expect(await world.clock.drive(engine.enqueue(plan, { key: KEY }))).toMatchObject({
    jobIds: retried.jobIds,
  });
});

it("knows nothing of a key that nobody used", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  expect(await engine.jobsOfKey(KEY)).toEqual([]);
});

it("a store that was lost finds the tasks of a key again", async () => {
  await using world = await createWorld();
  const plan = await planOf(2);
  const first = await world.openEngine({ collector: noFiles });
  await world.clock.drive(first.enqueue(plan, { key: KEY }));
  await world.run(first);
  await using site = await createStoreSite();
  const store = await site.open(world.clock.during);
  const second = await world.openEngine({ collector: noFiles, store });
  await world.clock.drive(second.enqueue(plan, { key: KEY }));
  expect((await world.run(second)).counts).toEqual({ collected: 2 });
  await store.close();
  expect(world.journal()).toMatchObject({ accepted: 2, billed: 2 });
});
