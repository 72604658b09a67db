import { chmod } from "node:fs/promises";
import { type Engine, openSqliteStore, type Provider } from "@klingkit/engine";
import { createTempDir, mountSmallDisk, startTestPostgres } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

interface Disk {
  fill(): Promise<unknown>;
  relieve(): Promise<unknown>;
}

/** Twenty jobs run into the limit, and go on when there is room again. */
async function buyThroughFullDisk(world: World, disk: Disk): Promise<Engine> {
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(20)));
  await disk.fill();
  const running = engine.run();
  await world.clock.pass(OUTAGE_MS);
  expect((await engine.summary()).counts.collected ?? 0).toBeLessThan(20);
  expect(world.errors.map(String)).toContainEqual(expect.stringMatching(/full|No space left/));
  await disk.relieve();
  expect((await world.clock.drive(running)).counts).toEqual({ collected: 20 });
  expect(world.journal()).toMatchObject({ accepted: 20, billed: 20 });
  expect((await engine.budget()).total).toMatchObject({ settled: 30, held: 0 });
  return engine;
}

/** For how long a disk was full. */
const OUTAGE_MS = 600_000;

if (storeKind() === "sqlite") {
  it("goes on when the disk of the store was full for a while", async () => {
    await using world = await createWorld();
    const limitPages = async (count: number) =>
      world.stores[0]?.write((db) => sql.raw(`pragma max_page_count = ${count}`).execute(db));
    const disk = { fill: () => limitPages(1), relieve: () => limitPages(1_000_000) };
    const engine = await buyThroughFullDisk(world, disk);
    // The tasks did not take as long as nobody could read them: the next ones are read when they end.
    const [job] = await engine.jobs();
    const { lateMs } = await engine.timing(job?.id ?? "");
    expect(lateMs).toBeLessThan(OUTAGE_MS / 2);
  });
}

/** `timeoutMs` of a run. */
const RUN_MS = 180_000;

if (storeKind() === "sqlite") {
  it("a run whose disk is full while steps are under way ends when its time is over, and the rest goes on later", async ({
    skip,
  }) => {
    await using folder = await createTempDir("kk-disk-");
    await using disk = await mountSmallDisk(folder.file("store"), 8192);
    skip(disk.absence !== undefined, disk.absence);
    await using world = await createWorld();
    const store = await openSqliteStore(folder.file("store/jobs.sqlite"));
    const service = world.createProvider();
    // What the first read finds cannot be written.
    let fill: Promise<unknown> | undefined;
    const provider: Provider = {
      ...service,
      async read(...given) {
        fill ??= world.clock.during(disk.fill());
        await fill;
        return service.read(...given);
      },
    };
    const engine = await world.openEngine({ store, provider, collector: noFiles });
    await world.clock.drive(engine.enqueue(await planOf(20)));
    const startMs = world.clock.nowMs();
    await world.clock.drive(engine.run({ timeoutMs: RUN_MS }));
    expect(world.errors.map(String)).toContainEqual(expect.stringMatching(/full/));
    expect(world.clock.nowMs() - startMs).toBeLessThan(2 * RUN_MS);
    await disk.relieve();
    expect((await world.run(engine)).counts).toEqual({ collected: 20 });
    expect(world.journal()).toMatchObject({ accepted: 20, billed: 20 });
    await store.close();
  });
}

if (storeKind() === "postgres") {
  const DISK_KB = 32_768;

  // The log of the server stays where there is room: without it the server itself stops.
  it("goes on when the disk of the server's tables was full for a while", async ({ skip }) => {
    await using folder = await createTempDir("kk-disk-");
    const tablesFolder = folder.file("tables");
    await using disk = await mountSmallDisk(tablesFolder, DISK_KB);
    skip(disk.absence !== undefined, disk.absence);
    await chmod(folder.path, 0o755);
    await using server = await startTestPostgres({ tablesFolder });
    await using world = await createWorld({ postgresUrl: server.url() });
    await buyThroughFullDisk(world, disk);
  });
}
