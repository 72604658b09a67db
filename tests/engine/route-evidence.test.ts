import { promoteRoute, readPolicy, readRouteEvidence } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

/** A model whose route nobody has proved. */
const ASSUMED = "kling-v2-6";

/** A world in which one video of an assumed route was bought; the emulator is taken for the real service. */
async function boughtOnce() {
  const world = await createWorld();
  const store = await world.openStore();
  const policy = readPolicy('{"kind":"klingkit.policy","version":1,"writtenBy":"ada"}');
  const engine = await world.openEngine({ requiresApproval: true, collector: noFiles });
  const plan = await planOf(1, ASSUMED, "proof");
  const { id } = await world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
  await world.clock.drive(engine.enqueue(plan, { approvalId: id }));
  await world.run(engine);
  const [job] = await engine.jobs();
  const ask = async (purpose: string) => world.clock.drive(engine.enqueue(await planOf(1, ASSUMED, purpose)));
  return { world, store, policy, engine, jobId: job?.id ?? "", taskId: job?.taskId, ask };
}

it("a purchase proves its route: the store no longer calls it assumed", async () => {
  const { world, store, jobId, taskId, ask } = await boughtOnce();
  await using _ = world;
  expect(await ask("before")).toMatchObject({ triggers: ["billable-create", "hypothesis-payload"] });
  const evidence = await promoteRoute(store, { jobId, by: "ada", nowMs: 5 });
  expect(evidence).toMatchObject({
    routeId: "v1/text2video:kling-v2-6",
    jobId,
    taskId,
    payloadHash: expect.stringMatching(/./),
    units: expect.any(Number),
    unit: "video",
    promotedBy: "ada",
    promotedAtMs: 5,
  });
  expect(evidence.units).toBeGreaterThan(0);
  expect(await ask("after")).toMatchObject({ triggers: ["billable-create"] });
  await promoteRoute(store, { jobId, by: "grace", nowMs: 6 });
  expect(await readRouteEvidence(store.reader)).toMatchObject([{ jobId, promotedBy: "grace" }]);
});

it("a policy that names no routes lets a proved one pass", async () => {
  const { world, store, policy, jobId } = await boughtOnce();
  await using _ = world;
  const engine = await world.openEngine({ requiresApproval: true, collector: noFiles, policy });
  const plan = await planOf(1, ASSUMED, "by policy");
  expect((await world.clock.drive(engine.enqueue(plan))).kind).toBe("approval_required");
  await promoteRoute(store, { jobId, by: "ada", nowMs: 5 });
  expect((await world.clock.drive(engine.enqueue(plan))).kind).toBe("accepted");
});

it("what was bought without an approval proves nothing", async () => {
  await using world = await createWorld();
  const store = await world.openStore();
  const engine = await world.openEngine({ requiresApproval: false, collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(1, ASSUMED)));
  const [job] = await engine.jobs();
  const promote = () => promoteRoute(store, { jobId: job?.id ?? "", by: "ada", nowMs: 5 });
  await expect(promote()).rejects.toMatchObject({
    code: "evidence_missing",
    message: expect.stringContaining("only a task that succeeded"),
  });
  await world.run(engine);
  await expect(promote()).rejects.toMatchObject({
    code: "evidence_missing",
    message: expect.stringContaining("without an approval"),
  });
  await expect(promoteRoute(store, { jobId: "none", by: "ada", nowMs: 5 })).rejects.toMatchObject({
    code: "job_not_found",
  });
  expect(await readRouteEvidence(store.reader)).toEqual([]);
});

it("what an emulator made proves nothing, although it was approved; nor where an earlier version recorded it", async () => {
  const { world, store, policy, jobId } = await boughtOnce();
  await using _ = world;
  const recorded = await promoteRoute(store, { jobId, by: "ada", nowMs: 5 });
  expect(await readRouteEvidence(store.reader)).toMatchObject([{ routeId: recorded.routeId }]);
  const account = "emulator 127.0.0.1:1 0123456789";
  await store.write((db) => db.updateTable("job").set({ account }).where("id", "=", jobId).execute());
  expect(await readRouteEvidence(store.reader)).toEqual([]);
  await expect(promoteRoute(store, { jobId, by: "ada", nowMs: 6 })).rejects.toMatchObject({
    code: "evidence_missing",
    message: expect.stringContaining("what an emulator makes verifies nothing"),
  });
  const engine = await world.openEngine({ requiresApproval: true, collector: noFiles, policy });
  const plan = await planOf(1, ASSUMED, "by policy");
  expect((await world.clock.drive(engine.enqueue(plan))).kind).toBe("approval_required");
});
