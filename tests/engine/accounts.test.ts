import { type EngineOptions, openJobClient } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

function openAccount(world: World, account: string, options: Partial<EngineOptions> = {}) {
  const provider = world.createProvider({ account });
  return world.openEngine({ collector: noFiles, provider, limits: { unitsPerDay: 4 }, ...options });
}

it("never sends a job with the key of another account", async () => {
  await using world = await createWorld();
  const emulated = await openAccount(world, "emulated");
  await world.clock.drive(emulated.enqueue(await planOf(2)));
  const real = await openAccount(world, "real");
  await real.resume();
  await world.run(real);
  expect(world.journal().creates).toBe(0);
  expect((await emulated.jobs()).map(({ state }) => state)).toEqual(["approved", "approved"]);
  await world.run(emulated);
  expect(world.journal().creates).toBe(2);
});

it("counts what an account spends against its own limits only", async () => {
  await using world = await createWorld();
  const emulated = await openAccount(world, "emulated");
  const real = await openAccount(world, "real");
  await world.clock.drive(emulated.enqueue(await planOf(2)));
  await world.run(emulated);
  expect(await real.enqueue(await planOf(2))).toMatchObject({ kind: "accepted" });
  await world.run(real);
  expect((await real.budget()).total).toMatchObject({ settled: 3 });
  expect(await real.enqueue(await planOf(2))).toMatchObject({ kind: "budget_exceeded" });
});

it("goes on with a batch instead of buying it again, for the same account and plan only", async () => {
  await using world = await createWorld();
  const engine = await openAccount(world, "one");
  const plan = await planOf(2);
  const first = await engine.enqueue(plan, { continues: true });
  const second = await engine.enqueue(plan, { continues: true });
  const other = await (await openAccount(world, "other")).enqueue(plan, { continues: true });
  const more = await engine.enqueue(await planOf(3), { continues: true });
  expect(second).toMatchObject({ ...first, isContinued: true });
  expect(other).not.toHaveProperty("isContinued");
  expect(more).not.toHaveProperty("isContinued");
});

it("spends with a yes to another account's money nothing", async () => {
  await using world = await createWorld();
  const strict = { requiresApproval: true };
  const one = await openAccount(world, "one", strict);
  const other = await openAccount(world, "other", strict);
  const plan = await planOf(1);
  const { id: approvalId } = await one.approve(plan, { approvedBy: "ada" });
  expect(await other.enqueue(plan, { approvalId })).toMatchObject({
    kind: "approval_required",
    reasons: ["the approval is for the account one, and this is other"],
  });
  expect(await one.enqueue(plan, { approvalId })).toMatchObject({ kind: "accepted" });
});

it("takes a yes that was given before anybody knew the account for any of them", async () => {
  await using world = await createWorld();
  const engine = await openAccount(world, "one", { requiresApproval: true });
  const plan = await planOf(1);
  const { id: approvalId } = await openJobClient(await world.openStore(), { clock: world.clock }).approve(
    plan,
    {
      approvedBy: "ada",
    },
  );
  expect(await engine.enqueue(plan, { approvalId })).toMatchObject({ kind: "accepted" });
});
