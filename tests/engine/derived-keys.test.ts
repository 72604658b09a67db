import { copyFile, rm, writeFile } from "node:fs/promises";
import {
  type Engine,
  type EnqueueResult,
  makePlan,
  openJobClient,
  openSqliteStore,
  type Plan,
  parseBatch,
} from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import { createStoreSite, storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const loadImage = () => Promise.reject(new Error("no test uses images"));
const MODEL = "kling-2.5-turbo";

function planFor(prompts: readonly string[], purpose = "teaser"): Promise<Plan> {
  const requests = prompts.map((prompt) => ({ prompt, model: MODEL }));
  return makePlan(parseBatch(JSON.stringify({ purpose, requests })), { loadImage });
}

type Accepted = Extract<EnqueueResult, { readonly kind: "accepted" }>;

async function put(
  world: World,
  engine: Engine,
  plan: Plan,
  options: Parameters<Engine["enqueue"]>[1] = { continues: true },
): Promise<Accepted> {
  const result = await world.clock.drive(engine.enqueue(plan, options));
  if (result.kind !== "accepted") throw new Error(result.reasons.join());
  return result;
}

const open = (world: World, options = {}) => world.openEngine({ collector: noFiles, ...options });

/** An engine on a store that knows nothing, as after a loss. */
async function openElsewhere(world: World) {
  const site = await createStoreSite();
  const store = await site.open(world.clock.during);
  const engine = await open(world, { store });
  return {
    engine,
    async [Symbol.asyncDispose]() {
      await store.close();
      await site[Symbol.asyncDispose]();
    },
  };
}

it("a store that was lost finds its tasks again: each create is refused, looked up and adopted", async () => {
  await using world = await createWorld();
  const plan = await planFor(["a fox", "a hare", "a fox"]);
  const first = await open(world);
  await put(world, first, plan);
  await world.run(first);
  await using elsewhere = await openElsewhere(world);
  await put(world, elsewhere.engine, plan);
  await world.run(elsewhere.engine);
  const [before, after] = [await first.jobs(), await elsewhere.engine.jobs()];
  expect(after.map(({ state }) => state)).toEqual(["collected", "collected", "collected"]);
  expect(after.map(({ taskId }) => taskId).toSorted()).toEqual(before.map(({ taskId }) => taskId).toSorted());
  expect(world.journal()).toMatchObject({ creates: 6, accepted: 3, billed: 3 });
});

it("a store that was lost while its jobs were running buys none of them again", async () => {
  await using world = await createWorld();
  const plan = await planOf(4);
  const first = await open(world);
  await put(world, first, plan);
  await world.clock.drive(first.run({ until: "accepted" }));
  await using elsewhere = await openElsewhere(world);
  await put(world, elsewhere.engine, plan);
  expect((await world.run(elsewhere.engine)).counts).toEqual({ collected: 4 });
  expect(world.journal()).toMatchObject({ accepted: 4, billed: 4 });
});

describe.skipIf(storeKind() === "postgres")("a file", () => {
  it("that is restored from a backup, made after the approval, buys nothing again under the same approval", async () => {
    await using world = await createWorld();
    const [path, copy] = [world.folder.file("jobs.sqlite"), world.folder.file("copy.sqlite")];
    const plan = await planFor(["a fox", "a hare"]);
    const runOnce = async () => {
      const store = await openSqliteStore(path);
      const engine = await open(world, { store, requiresApproval: true });
      const grant = { approvedBy: "ada" };
      const [saved] = await openJobClient(store, { clock: world.clock }).approvals(plan.hash);
      const { id: approvalId } = saved ?? (await world.clock.drive(engine.approve(plan, grant)));
      if (!saved) await copyFile(path, copy);
      await put(world, engine, plan, { continues: true, approvalId });
      const { counts } = await world.run(engine);
      await store.close();
      return counts;
    };
    await runOnce();
    await copyFile(copy, path);
    expect(await runOnce()).toEqual({ collected: 2 });
    expect(world.journal()).toMatchObject({ accepted: 2, billed: 2 });
  });

  it.each(["deleted", "replaced"])(
    "that is %s under a running worker stops it, and the next run buys nothing again",
    async (what) => {
      await using world = await createWorld();
      const path = world.folder.file("jobs.sqlite");
      const plan = await planOf(3);
      const store = await openSqliteStore(path);
      const engine = await open(world, { store });
      await put(world, engine, plan);
      const working = engine.run({ until: "abort" });
      working.catch(() => undefined);
      await world.clock.pass(20_000);
      await rm(path);
      if (what === "replaced") await writeFile(path, "");
      await expect(world.clock.drive(working)).rejects.toMatchObject({ code: "store_gone" });
      await store.close();
      const next = await openSqliteStore(path);
      const again = await open(world, { store: next });
      await put(world, again, plan);
      expect((await world.run(again)).counts).toEqual({ collected: 3 });
      expect(world.journal()).toMatchObject({ accepted: 3, billed: 3 });
      await next.close();
    },
  );

  it("whose log of the last commits is gone after a crash buys nothing again", async () => {
    await using world = await createWorld();
    const [path, crashed] = [world.folder.file("jobs.sqlite"), world.folder.file("crashed.sqlite")];
    const plan = await planOf(3);
    const store = await openSqliteStore(path);
    const engine = await open(world, { store });
    await put(world, engine, plan);
    await world.clock.drive(engine.run({ until: "accepted" }));
    // What a process that was killed leaves, without the log beside it.
    await copyFile(path, crashed);
    await store.close();
    await rm(path);
    const rest = await openSqliteStore(crashed);
    const again = await open(world, { store: rest });
    await put(world, again, plan);
    expect((await world.run(again)).counts).toEqual({ collected: 3 });
    expect(world.journal()).toMatchObject({ accepted: 3, billed: 3 });
    await rest.close();
  });
});

it("a batch in which one request was edited buys that one, and keeps the jobs of the others", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const before = await put(world, engine, await planFor(["a fox", "a hare", "a wolf"]));
  await world.run(engine);
  const after = await put(world, engine, await planFor(["a fox", "a hare at night", "a wolf"]));
  expect(after.earlierJobIds).toEqual([before.jobIds[0], before.jobIds[2]]);
  expect(after.jobIds).toEqual([
    before.jobIds[0],
    expect.not.stringMatching(before.jobIds[1] ?? ""),
    before.jobIds[2],
  ]);
  expect(after.batchId).not.toBe(before.batchId);
  await world.run(engine);
  expect(world.journal()).toMatchObject({ creates: 4, billed: 4 });
  const repeated = await put(world, engine, await planFor(["a fox", "a hare at night", "a wolf"]));
  expect(repeated).toMatchObject({ isContinued: true, jobIds: after.jobIds });
});

it("one more of several equal requests is bought once", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const two = await put(world, engine, await planFor(["a fox", "a fox"]));
  const three = await put(world, engine, await planFor(["a fox", "a fox", "a fox"]));
  expect(three.jobIds.slice(0, 2)).toEqual(two.jobIds);
  await world.run(engine);
  expect(world.journal()).toMatchObject({ accepted: 3 });
});

it("an approval covers what is left to buy only, whether it was given for all of the plan or for the rest", async () => {
  await using world = await createWorld();
  const engine = await open(world, { requiresApproval: true });
  const approve = (plan: Plan) => world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
  const first = await planFor(["a fox"]);
  await put(world, engine, first, { continues: true, approvalId: (await approve(first)).id });
  const plan = await planFor(["a fox", "a hare"]);
  const { toBuy, earlier } = await engine.preview(plan, { continues: true });
  expect(toBuy.totals).toMatchObject({ jobs: 1, units: 1.5 });
  expect(earlier).toMatchObject([{ name: "01", state: "approved" }, undefined]);
  expect(await world.clock.drive(engine.enqueue(plan, { continues: true }))).toMatchObject({
    kind: "approval_required",
    totals: { jobs: 1 },
  });
  const rest = await approve(toBuy);
  expect(rest).toMatchObject({ maxCreates: 1, maxUnits: 1.5 });
  await put(world, engine, plan, { continues: true, approvalId: rest.id });
  const wider = await planFor(["a fox", "a hare", "a wolf"]);
  const whole = await approve(wider);
  expect(
    (await put(world, engine, wider, { continues: true, approvalId: whole.id })).earlierJobIds,
  ).toHaveLength(2);
});

it("buying again on purpose makes the next key, the same whatever store was lost", async () => {
  await using world = await createWorld();
  const plan = await planOf(2);
  const first = await open(world);
  await put(world, first, plan);
  await put(world, first, plan, { again: true });
  await world.run(first);
  expect(world.journal()).toMatchObject({ accepted: 4, billed: 4 });
  await using elsewhere = await openElsewhere(world);
  await put(world, elsewhere.engine, plan);
  await put(world, elsewhere.engine, plan, { again: true });
  await world.run(elsewhere.engine);
  expect(world.journal()).toMatchObject({ accepted: 4, billed: 4 });
});

it("the same call after an interruption continues what was bought again, and buys a third time only when that is done", async () => {
  await using world = await createWorld();
  const plan = await planOf(2);
  const engine = await open(world);
  await put(world, engine, plan);
  await world.run(engine);
  const second = await put(world, engine, plan, { again: true });
  await world.clock.drive(engine.run({ until: "accepted" }));
  const repeated = await put(world, engine, plan, { again: true });
  expect(repeated).toMatchObject({ isContinued: true, jobIds: second.jobIds });
  await world.run(engine);
  expect(world.journal()).toMatchObject({ billed: 4 });
  expect(await put(world, engine, plan, { again: true })).not.toMatchObject({ isContinued: true });
  await world.run(engine);
  expect(world.journal()).toMatchObject({ billed: 6 });
});

it("a retry makes a key that a store without it finds again, and stands for the request from then on", async () => {
  await using world = await createWorld({
    emulator: { faults: [{ match: {}, times: 1, action: { type: "fail-task", message: "risk control" } }] },
  });
  const plan = await planOf(1);
  const first = await open(world);
  const [failedId = ""] = (await put(world, first, plan)).jobIds;
  await world.run(first);
  const retried = await world.clock.drive(first.retry(failedId));
  await world.run(first);
  expect(await first.jobs()).toMatchObject([{ state: "collected", retryOf: failedId }, { state: "failed" }]);
  expect(await put(world, first, plan)).toMatchObject({
    isContinued: true,
    jobIds: retried.kind === "accepted" && retried.jobIds,
  });
  await using elsewhere = await openElsewhere(world);
  const [sameId = ""] = (await put(world, elsewhere.engine, plan)).jobIds;
  await world.run(elsewhere.engine);
  await world.clock.drive(elsewhere.engine.retry(sameId));
  await world.run(elsewhere.engine);
  expect(world.journal()).toMatchObject({ accepted: 2, billed: 1 });
});

it("different purposes and accounts buy for themselves, and so do calls that continue nothing", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  await put(world, engine, await planFor(["a fox"], "teaser"));
  await put(world, engine, await planFor(["a fox"], "poster"));
  await put(world, engine, await planFor(["a fox"], "teaser"), {});
  const other = await open(world, { provider: world.createProvider({ account: "other" }) });
  await put(world, other, await planFor(["a fox"], "teaser"));
  const keys = (await engine.jobs()).map(({ externalId }) => externalId);
  expect(new Set(keys).size).toBe(4);
});
