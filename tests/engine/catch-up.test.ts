import { writeFile } from "node:fs/promises";
import type { CollectedFile, CollectRequest, Engine } from "@klingkit/engine";
import { RETENTION_DAYS } from "@klingkit/spec";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
/** Within that of the engines of these tests, which is 60 s: a longer one is not believed. */
const LEASE_MS = 50_000;

/** An accepted job whose task has ended since, with nobody following it. */
async function endedJob(world: World, engine: Engine): Promise<string> {
  const { clock } = world;
  const enqueued = await clock.drive(engine.enqueue(await planOf(1)));
  await clock.drive(engine.run({ until: "accepted" }));
  await clock.pass(HOUR_MS);
  return enqueued.kind === "accepted" ? (enqueued.jobIds[0] ?? "") : "";
}

const refused = async ({ refresh }: CollectRequest): Promise<CollectedFile> => {
  await refresh();
  throw new Error("the service still had a link");
};

const FILE = { sizeBytes: 3, sha256: "00" };

describe("catchUp", () => {
  it("records the end and the charge of a task, and fetches no file", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    const id = await endedJob(world, engine);
    await world.clock.drive(engine.catchUp([id]));
    const { state, sums } = await engine.job(id);
    expect({ state, held: sums.held, settled: sums.settled }).toEqual({
      state: "succeeded",
      held: 0,
      settled: 1.5,
    });
    expect(world.faults.requests.filter((request) => request.includes(".mp4"))).toEqual([]);
  });

  it("leaves a job to the process that works on it", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    const id = await endedJob(world, engine);
    const store = await world.openStore();
    const nowMs = world.clock.nowMs();
    await store.write(async (db) => {
      const worker = { id: "other", host: "elsewhere", pid: 1, lease_until: nowMs + LEASE_MS };
      await db.insertInto("worker").values(worker).execute();
      await db.updateTable("job").set({ lease_owner: "other" }).where("id", "=", id).execute();
    });
    await world.clock.drive(engine.catchUp([id]));
    expect(await world.clock.drive(engine.recordFile(id, { ...FILE, filePath: "a.mp4" }))).toBe(false);
    expect((await engine.job(id)).state).toBe("running");
  });

  it("sends no create, whatever state a job is in", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    const enqueued = await world.clock.drive(engine.enqueue(await planOf(1)));
    world.faults.setRules([{ method: "POST", path: /./, fault: { kind: "reset-before" } }]);
    const ids = enqueued.kind === "accepted" ? enqueued.jobIds : [];
    await world.clock.drive(engine.catchUp(ids));
    await world.clock.drive(engine.run({ until: "accepted", timeoutMs: 1000 }));
    world.faults.setRules([]);
    await world.clock.pass(HOUR_MS);
    const sent = world.faults.requests.filter((request) => request.startsWith("POST")).length;
    await world.clock.drive(engine.catchUp(ids));
    expect(world.faults.requests.filter((request) => request.startsWith("POST"))).toHaveLength(sent);
    expect(world.journal().creates).toBe(0);
  });
});

describe("a file", () => {
  it("that was fetched elsewhere is the job's, once", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    const id = await endedJob(world, engine);
    const filePath = world.folder.file("mine.mp4");
    await writeFile(filePath, "abc");
    await world.clock.drive(engine.catchUp([id]));
    expect(await world.clock.drive(engine.recordFile(id, { ...FILE, filePath }))).toBe(true);
    expect(await world.clock.drive(engine.recordFile(id, { ...FILE, filePath: "other.mp4" }))).toBe(false);
    expect(await engine.job(id)).toMatchObject({
      state: "collected",
      filePath,
      assets: [{ file_path: filePath }],
    });
    expect(await world.clock.drive(engine.refetchGone([id]))).toEqual([]);
  });

  it("that is gone is fetched again, once for all who ask, and costs nothing", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    const id = await endedJob(world, engine);
    await world.run(engine);
    const asked = [engine.refetchGone([id]), engine.refetchGone([id])];
    expect((await world.clock.drive(Promise.all(asked))).flat()).toContain(id);
    expect((await engine.job(id)).state).toBe("succeeded");
    await world.run(engine);
    const { state, sums, events } = await engine.job(id);
    expect({ state, settled: sums.settled }).toEqual({ state: "collected", settled: 1.5 });
    expect(events.filter(({ kind }) => kind === "job-file-gone")).toHaveLength(1);
  });

  it("that is gone here and at the service leaves its job collected, and is not asked for again", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine({ collector: noFiles });
    const id = await endedJob(world, engine);
    await world.run(engine);
    const { assets } = await engine.job(id);
    await world.clock.pass(RETENTION_DAYS * 25 * HOUR_MS);
    const gone = await world.openEngine({ collector: refused });
    expect(await world.clock.drive(gone.refetchGone([id]))).toEqual([id]);
    await world.run(gone);
    const job = await gone.job(id);
    expect({ state: job.state, code: job.error?.code, settled: job.sums.settled }).toEqual({
      state: "collected",
      code: "result_gone",
      settled: 1.5,
    });
    expect(job.assets.map(({ sha256 }) => sha256)).toEqual(assets.map(({ sha256 }) => sha256));
    expect(job.events.map(({ kind }) => kind)).not.toContain("job-expired");
    expect(await world.clock.drive(gone.refetchGone([id]))).toEqual([]);
  });
});
