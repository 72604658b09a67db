import { dirname } from "node:path";
import { type Engine, type EnqueueResult, makePlan, type Plan, parseBatch } from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const load = (input: string) => loadImage(input, MEDIA_RULES.legacyImage, {});

/** A video with a key of the caller's, and sound for it; the second one has no parent. */
const CHAIN = `
purpose: chain
requests:
  - name: sound
    operation: video add-sound
    body: { video_id: { from: video } }
  - { name: video, model: kling-v3, prompt: a fox, externalTaskId: mine-1 }
  - { name: other, model: kling-v3, prompt: a hare }
`;

const chain = (): Promise<Plan> => makePlan(parseBatch(CHAIN), { isLocalService: true, loadImage: load });

const FAIL_VIDEOS: Parameters<World["emulator"]["control"]["setFaults"]>[0] = [
  { match: { path: "/v1/videos/text2video" }, action: { type: "fail-task", message: "the service failed" } },
];

const open = (world: World, options: Parameters<World["openEngine"]>[0] = {}) =>
  world.openEngine({ collector: noFiles, loadImage: load, ...options });

/** Runs a plan whose videos fail, and gives back its jobs in the order of the plan. */
async function fail(world: World, engine: Engine, plan: Plan): Promise<readonly string[]> {
  world.emulator.control.setFaults(FAIL_VIDEOS);
  const made = accepted(await world.clock.drive(engine.enqueue(plan)));
  await world.run(engine);
  world.emulator.control.setFaults([]);
  return made.jobIds;
}

function accepted(result: EnqueueResult) {
  if (result.kind !== "accepted") throw new Error(result.reasons.join());
  return result;
}

const retryAll = async (world: World, engine: Engine, ids: readonly string[], options = {}) =>
  accepted(await world.clock.drive(engine.retryAll(ids, options)));

it("buys a failed chain again in one batch, with the new results and new keys", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const ids = await fail(world, engine, await chain());
  expect((await engine.summary()).counts).toEqual({ failed: 2, canceled: 1 });
  const { batchId, jobIds } = await retryAll(world, engine, ids);
  expect((await world.run(engine)).counts).toEqual({ failed: 2, canceled: 1, collected: 3 });
  const jobs = (await engine.jobs({ batchId })).toReversed();
  expect(jobs.map(({ id, retryOf, purpose }) => ({ id, retryOf, purpose }))).toEqual(
    jobIds.map((id, at) => ({ id, retryOf: ids[at], purpose: "chain" })),
  );
  expect(jobs[0]?.needs).toEqual([{ id: jobIds[1], name: "video" }]);
  expect(jobs.map(({ externalId }) => externalId)).toEqual(
    Array(3).fill(expect.stringMatching(/^klingkit-/)),
  );
  expect(world.journal()).toMatchObject({ billed: 3 });
});

it("asks for one approval of all of it", async () => {
  await using world = await createWorld();
  const engine = await open(world, { requiresApproval: true });
  const plan = await chain();
  world.emulator.control.setFaults(FAIL_VIDEOS);
  const first = await world.clock.drive(engine.approve(plan, { approvedBy: "ada" }));
  const made = accepted(await world.clock.drive(engine.enqueue(plan, { approvalId: first.id })));
  await world.run(engine);
  const ids = made.jobIds;
  expect((await world.clock.drive(engine.retryAll(ids))).kind).toBe("approval_required");
  const again = await engine.retryAllPlan(ids);
  expect(again.jobs.map(({ name }) => name)).toEqual(["sound", "video", "other"]);
  const { id } = await world.clock.drive(engine.approve(again, { approvedBy: "ada" }));
  const retried = await retryAll(world, engine, ids, { approvalId: id });
  expect(retried.approval).toMatchObject({ id, maxCreates: 3 });
});

it("buys once where two processes retry beside each other", async () => {
  await using world = await createWorld();
  const [one, other] = [await open(world), await open(world)];
  const ids = await fail(world, one, await chain());
  const both = await Promise.all([retryAll(world, one, ids), retryAll(world, other, ids)]);
  expect(both[0].jobIds).toEqual(both[1].jobIds);
  expect(both.filter(({ isContinued }) => isContinued)).toHaveLength(1);
  await world.run(one);
  expect(await one.jobs()).toHaveLength(6);
  expect(world.journal()).toMatchObject({ billed: 3 });
});

it("buys once where two processes retry one job beside each other, each with an approval", async () => {
  await using world = await createWorld();
  const [one, other] = [await open(world), await open(world)];
  const [, video = ""] = await fail(world, one, await chain());
  const strict = [
    await open(world, { requiresApproval: true }),
    await open(world, { requiresApproval: true }),
  ];
  const plan = await one.retryPlan(video);
  const approvals = [
    await world.clock.drive(one.approve(plan, { approvedBy: "ada" })),
    await world.clock.drive(other.approve(plan, { approvedBy: "bob" })),
  ];
  const both = await Promise.all(
    strict.map(async (engine, at) =>
      accepted(await world.clock.drive(engine.retry(video, { approvalId: approvals[at]?.id ?? "" }))),
    ),
  );
  expect(both[0]?.jobIds).toEqual(both[1]?.jobIds);
  expect(both.filter(({ isContinued }) => isContinued)).toHaveLength(1);
  // The approval of the one that came late buys nothing later.
  const newest = both[0]?.jobIds[0] ?? "";
  await world.run(one);
  expect(await one.jobs({ retryOf: [video] })).toMatchObject([{ id: newest, state: "collected" }]);
  expect(world.journal()).toMatchObject({ billed: 1 });
  for (const { id } of approvals)
    expect(await strict[0]?.retry(newest, { approvalId: id })).toMatchObject({
      kind: "approval_required",
    });
});

it("buys another take by the newest one, and refuses a plan for one that was retried", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const [first = ""] = accepted(await world.clock.drive(engine.enqueue(await planOf(1)))).jobIds;
  await world.run(engine);
  const [second = ""] = accepted(await world.clock.drive(engine.retry(first))).jobIds;
  await expect(engine.retryPlan(first)).rejects.toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining(`as job ${second}. Nothing was sent. It is approved. To finish it, run`),
  });
  await world.run(engine);
  await expect(engine.retryPlan(first)).rejects.toMatchObject({
    message: expect.stringContaining(`\`kling jobs retry ${second}\``),
  });
  expect(await world.clock.drive(engine.retry(first))).toMatchObject({ isContinued: true, jobIds: [second] });
  const third = accepted(await world.clock.drive(engine.retry(second)));
  expect(third).not.toHaveProperty("isContinued");
  await world.run(engine);
  expect(world.journal()).toMatchObject({ billed: 3 });
});

it("buys the rest where another process has retried some of them since", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const ids = await fail(world, engine, await chain());
  const alone = accepted(await world.clock.drive(engine.retry(ids[1] ?? "")));
  const { jobIds, earlierJobIds } = await retryAll(world, engine, ids);
  expect(earlierJobIds).toEqual(alone.jobIds);
  expect(jobIds[1]).toBe(alone.jobIds[0]);
  expect((await engine.job(jobIds[0] ?? "")).needs).toEqual([{ id: alone.jobIds[0], name: "video" }]);
  await world.run(engine);
  expect(world.journal()).toMatchObject({ billed: 3 });
});

it("does not buy again what a second call finds bought, failed or not", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const ids = await fail(world, engine, await chain());
  world.emulator.control.setFaults(FAIL_VIDEOS);
  const first = await retryAll(world, engine, ids);
  await world.run(engine);
  world.emulator.control.setFaults([]);
  const second = await retryAll(world, engine, ids);
  expect(second).toMatchObject({ isContinued: true, jobIds: first.jobIds });
  await world.run(engine);
  expect(world.journal()).toMatchObject({ billed: 0 });
});

it("puts each file beside the one that it replaces", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const plan = await planOf(1);
  const folders = ["first", "second"].map((name) => world.folder.file(name));
  const ids: string[] = [];
  for (const outputDir of folders) {
    const made = accepted(await world.clock.drive(engine.enqueue(plan, { outputDir })));
    ids.push(...made.jobIds);
    await engine.cancel(made.jobIds[0] ?? "");
  }
  const { jobIds } = await retryAll(world, engine, ids);
  const retried = await Promise.all(jobIds.map((id) => engine.job(id)));
  expect(retried.map(({ filePath }) => dirname(filePath))).toEqual(folders);
});

it("refuses what may still bring its result, has it, or was retried already, and mixed purposes", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const [, , hare = ""] = await fail(world, engine, await chain());
  const [done = ""] = accepted(await world.clock.drive(engine.enqueue(await planOf(1)))).jobIds;
  const refusal = (ids: readonly string[], text: string) =>
    expect(engine.retryAllPlan(ids)).rejects.toMatchObject({
      code: "retry_refused",
      message: expect.stringContaining(text),
    });
  await refusal([done], "may still bring");
  await world.run(engine);
  await refusal([done], "has its result");
  await refusal([], "no job");
  const [canceled = ""] = accepted(await world.clock.drive(engine.enqueue(await planOf(1)))).jobIds;
  await engine.cancel(canceled);
  await refusal([hare, canceled], "several purposes");
  await retryAll(world, engine, [hare]);
  await refusal([hare], "was retried already");
});

it("refuses a job whose parent ended badly and is not among them", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const [sound = "", video = ""] = await fail(world, engine, await chain());
  await expect(engine.retryAll([sound])).rejects.toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining(video),
  });
});

it("refuses a job whose request is not saved, instead of buying another one in its place", async () => {
  await using world = await createWorld();
  const engine = await open(world);
  const ids = await fail(world, engine, await chain());
  const [store] = world.stores;
  await store?.write((db) =>
    db
      .deleteFrom("job_plan")
      .where("job_id", "=", ids[1] ?? "")
      .execute(),
  );
  const before = world.journal().accepted;
  await expect(world.clock.drive(engine.retryAll(ids))).rejects.toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining("no saved request"),
  });
  await world.run(engine);
  expect(world.journal().accepted).toBe(before);
});
