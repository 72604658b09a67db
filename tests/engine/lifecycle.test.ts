import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createCollector, type Store, StoreError } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, noFiles, planOf } from "./support/world.ts";

it("is resumed after an abort, by the same engine or another", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 2 } });
  await world.clock.drive(engine.enqueue(await planOf(6)));
  const controller = new AbortController();
  const running = engine.run({ signal: controller.signal });
  await world.clock.pass(40_000);
  controller.abort();
  const summary = await world.clock.drive(running);
  expect(summary.counts.collected ?? 0).toBeLessThan(6);
  const other = await world.openEngine({ collector: noFiles, slots: { quota: 2 } });
  expect((await world.run(other)).counts).toEqual({ collected: 6 });
  expect(world.journal()).toMatchObject({ creates: 6, billed: 6 });
});

it("reads the tasks of a batch at once when the batch is resumed, and those of others when they are due", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  const [one, other] = [await planOf(1), await planOf(1)];
  const batches = [
    await world.clock.drive(engine.enqueue(one)),
    await world.clock.drive(engine.enqueue(other)),
  ];
  const [batchId, otherId] = batches.map((batch) => (batch.kind === "accepted" ? batch.batchId : ""));
  await world.clock.drive(engine.run({ until: "accepted" }));
  await world.clock.pass(300_000);
  // As after an outage from which a long time was learnt.
  const laterMs = world.clock.nowMs() + 600_000;
  const [store] = world.stores;
  await store?.write((db) => db.updateTable("job").set({ next_at: laterMs }).execute());
  await world.clock.drive(engine.resume({ batchId: batchId ?? "" }));
  await world.clock.drive(engine.run({ timeoutMs: 10_000 }));
  const stateOf = async (id = "") => (await engine.jobs({ batchId: id })).map(({ state }) => state);
  expect([await stateOf(batchId), await stateOf(otherId)]).toEqual([["collected"], ["running"]]);
});

it("starts and stops once, however often it is told to", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  engine.start();
  engine.start();
  await world.clock.drive(engine.enqueue(await planOf(2)));
  await world.clock.pass(200_000);
  await world.clock.drive(Promise.all([engine.stop(), engine.stop()]));
  await world.clock.drive(engine.stop());
  expect((await engine.summary()).counts).toEqual({ collected: 2 });
  expect(world.journal().creates).toBe(2);
});

it("says why nothing is heard of a task while reads fail, and forgets it afterwards", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const body = JSON.stringify({ code: 1103, message: "no access to this API", request_id: "r" });
  const fault = { kind: "answer-before", status: 403, body } as const;
  world.faults.setRules([{ method: "GET", path: /./, fault }]);
  const running = engine.run();
  await world.clock.pass(10 * 60_000);
  const [job] = await engine.jobs();
  expect(job).toMatchObject({ state: "running", error: { code: "read_failed" } });
  expect(job?.error?.message).toContain("no access to this API");
  world.faults.setRules([]);
  await world.clock.drive(running);
  const { events, ...end } = await engine.job(job?.id ?? "");
  expect(end).toMatchObject({ state: "collected" });
  expect(end).not.toHaveProperty("error");
  expect(events.filter(({ kind }) => kind === "job-reads-fail")).toHaveLength(1);
});

it("keeps a video whose link is refused for a person, and tries it again in each new run", async () => {
  await using world = await createWorld();
  const collect = createCollector({ fetch: world.faults.fetch });
  const engine = await world.openEngine({ collector: (request) => world.clock.during(collect(request)) });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const { counts, held } = await world.run(engine);
  expect({ counts, held }).toEqual({ counts: { succeeded: 1 }, held: { pool: 0, budget: 0, link: 1 } });
  const host = new URL(world.emulator.baseUrl).host;
  expect(await engine.jobs()).toMatchObject([
    { waitsFor: "link", error: { code: "KLINGKIT_DOWNLOAD_URL_REFUSED", host } },
  ]);
  const other = await world.openEngine({ collector: noFiles });
  expect((await world.run(other)).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
});

it("tells what happens while it happens, in order", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const kinds: string[] = [];
  for await (const { kind } of engine.events()) if (kind !== "job-status") kinds.push(kind);
  expect(kinds).toEqual([
    "job-planned",
    "job-approved",
    "job-submitting",
    "job-accepted",
    "job-succeeded",
    "job-collected",
  ]);
});

it("never gives two jobs the same file", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  await world.clock.drive(engine.enqueue(await planOf(2, "kling-2.5-turbo", "second")));
  const paths = (await engine.jobs()).map(({ filePath }) => filePath);
  expect(new Set(paths).size).toBe(4);
});

it("never writes over a file that is there already", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  const plan = await planOf(1);
  const path = world.folder.file("out/01.mp4");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "a video that another store has paid for");
  await world.clock.drive(engine.enqueue(plan));
  await world.run(engine);
  expect(await readFile(path, "utf8")).toBe("a video that another store has paid for");
  expect(await engine.jobs()).toMatchObject([
    { state: "collected", filePath: world.folder.file("out/01-2.mp4") },
  ]);
});

it("keeps waiting jobs that need tomorrow's budget, and buys them tomorrow", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, limits: { unitsPerDay: 4.5 } });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  await world.clock.drive(engine.enqueue(await planOf(3, "kling-2.5-turbo", "second")));
  expect((await world.run(engine)).held.budget).toBe(2);
  await world.emulator.control.advance(86_400_000);
  expect((await world.run(engine)).counts).toEqual({ collected: 5 });
});

/** A store that breaks off once, before or after its commit, as a server that goes away does. */
function breakOnce(store: Store, when: "before" | "after"): Store {
  let isWhole = true;
  return {
    ...store,
    async write(operation) {
      if (!isWhole) return store.write(operation);
      isWhole = false;
      if (when === "after") await store.write(operation);
      throw new StoreError("store_write_failed", "the connection was lost");
    },
  };
}

it.each(["before", "after"] as const)(
  "makes a batch once when the store breaks off %s the commit",
  async (when) => {
    await using world = await createWorld();
    const store = breakOnce(await world.openStore(), when);
    const engine = await world.openEngine({ store, collector: noFiles, requiresApproval: true });
    const plan = await planOf(3);
    const honest = await world.openEngine({ requiresApproval: true });
    const { id: approvalId } = await world.clock.drive(honest.approve(plan, { approvedBy: "ada" }));
    const result = await world.clock.drive(engine.enqueue(plan, { approvalId }));
    expect(result).toMatchObject({ kind: "accepted", approval: { id: approvalId } });
    const jobs = (await engine.jobs()).map(({ id }) => id).toReversed();
    expect(jobs).toEqual(result.kind === "accepted" ? result.jobIds : []);
    expect(jobs).toHaveLength(3);
  },
);

it("tells how to find a batch when the store stays away", async () => {
  await using world = await createWorld();
  const store = await world.openStore();
  const gone: Store = {
    ...store,
    write: () => Promise.reject(new StoreError("store_write_failed", "the connection was lost")),
  };
  const engine = await world.openEngine({ store: gone });
  const enqueued = world.clock.drive(engine.enqueue(await planOf(1)));
  await expect(enqueued).rejects.toMatchObject({
    code: "store_write_failed",
    message: expect.stringMatching(/batch b[0-9a-z]+/),
  });
});

it("does not take deaths before the send for sends: the video is bought all the same", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const [job] = await engine.jobs();
  const { id = "", externalId = "", planHash = "" } = job ?? {};
  const nowMs = world.clock.nowMs();
  // What a process leaves behind that died between its commit and its send, for the fifth time.
  const dead = {
    state: "open",
    send_deadline: nowMs - 1,
    absent_from: nowMs - 1,
    answer: null,
    sends: 5,
  } as const;
  await world.stores[0]?.write(async (db) => {
    const intent = { ext_id: externalId, job_id: id, request_hash: planHash, opened_at: nowMs - 1, ...dead };
    await db.insertInto("intent").values(intent).execute();
    await db.updateTable("job").set({ state: "submitting" }).execute();
  });
  await world.run(engine);
  expect((await engine.jobs())[0]?.state).toBe("collected");
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
});
