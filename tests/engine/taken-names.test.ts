import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createClipRenderer } from "@klingkit/emulator";
import { createCollector, type Engine, type EnqueueOptions, makePlan, parseBatch } from "@klingkit/engine";
import { createSameClip } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";
import { createStoreSite } from "./support/stores.ts";
import { createWorld, HASTY_CLOCK, planOf, type World } from "./support/world.ts";

const loadImage = () => Promise.reject(new Error("no test uses images"));
const MINE = "a file of my own";

const planNamed = (prompt: string, name = "fox") =>
  makePlan(parseBatch(JSON.stringify({ requests: [{ name, prompt, model: "kling-2.5-turbo" }] })), {
    loadImage,
  });

type Planned = Awaited<ReturnType<typeof planNamed>>;

async function buy(world: World, engine: Engine, plan: Planned, options?: EnqueueOptions): Promise<void> {
  const result = await world.clock.drive(engine.enqueue(plan, options));
  if (result.kind !== "accepted") throw new Error(result.reasons.join());
  await world.run(engine);
}

/** Puts a file of the person's own into the folder of results. */
async function putFile(world: World, name: string, content: string | Uint8Array = MINE): Promise<string> {
  const path = world.folder.file(`out/${name}`);
  await mkdir(world.folder.file("out"), { recursive: true });
  await writeFile(path, content);
  return path;
}

const namesOnDisk = (world: World) => readdir(world.folder.file("out"));

/** An engine on a store that knows nothing, as after a loss. */
async function openElsewhere(world: World) {
  const site = await createStoreSite();
  const store = await site.open(world.clock.during);
  const engine = await world.openEngine({ store });
  return {
    engine,
    async [Symbol.asyncDispose]() {
      await store.close();
      await site[Symbol.asyncDispose]();
    },
  };
}

describe("a store that was lost", () => {
  it("finds the files that it had fetched, and fetches none a second time beside them", async () => {
    await using world = await createWorld();
    const first = await world.openEngine();
    await buy(world, first, await planOf(2), { continues: true });
    const before = await namesOnDisk(world);
    await using elsewhere = await openElsewhere(world);
    await buy(world, elsewhere.engine, await planOf(2), { continues: true });
    expect(await namesOnDisk(world)).toEqual(before);
    const [one, two] = [await first.jobs(), await elsewhere.engine.jobs()];
    expect(two.map(({ filePath }) => filePath)).toEqual(one.map(({ filePath }) => filePath));
    expect(await elsewhere.engine.job(two[0]?.id ?? "")).toMatchObject({
      state: "collected",
      assets: (await first.job(one[0]?.id ?? "")).assets.map(({ file_path, sha256 }) => ({
        file_path,
        sha256,
      })),
    });
  });

  it("finds the one that had a number, too", async () => {
    await using world = await createWorld({ emulator: { renderer: createClipRenderer() } });
    const first = await world.openEngine();
    await buy(world, first, await planNamed("a fox"), { continues: true });
    await buy(world, first, await planNamed("a hare"), { continues: true });
    expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox.mp4"]);
    await using elsewhere = await openElsewhere(world);
    await buy(world, elsewhere.engine, await planNamed("a hare"), { continues: true });
    expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox.mp4"]);
    const [job] = await elsewhere.engine.jobs();
    expect(job?.filePath).toBe(world.folder.file("out/fox-2.mp4"));
  });
});

describe("a file that no job has made is never replaced:", () => {
  it.each([
    ["of another size", false, MINE],
    ["of another size, at an exact path", true, MINE],
    ["of the same size", false, undefined],
    ["of the same size, at an exact path", true, undefined],
  ] as const)("one %s (keepsPaths: %s)", async (_, keepsPaths, content) => {
    await using world = await createWorld();
    const { bytes } = await createSameClip();
    const mine = content === undefined ? Buffer.alloc(bytes.byteLength, "x") : Buffer.from(content);
    const path = await putFile(world, "fox.mp4", mine);
    const engine = await world.openEngine();
    await buy(world, engine, await planNamed("a fox"), { keepsPaths });
    expect(mine.equals(await readFile(path))).toBe(true);
    const [job] = await engine.jobs();
    expect(job).toMatchObject({ state: "collected", filePath: world.folder.file("out/fox-2.mp4") });
    expect(await readFile(job?.filePath ?? "")).toEqual(Buffer.from(bytes));
    const { events } = await engine.job(job?.id ?? "");
    expect(events.at(-1)?.data).toMatchObject({
      warning:
        "fox.mp4 is a file that no job of the store has made: it was not changed, and the result is fox-2.mp4.",
    });
    expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox.mp4"]);
  });

  it("one that comes while the job runs", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    await world.clock.drive(engine.enqueue(await planNamed("a fox")));
    await world.clock.drive(engine.run({ until: "accepted" }));
    const path = await putFile(world, "fox.mp4");
    await world.run(engine);
    expect(await readFile(path, "utf8")).toBe(MINE);
    expect((await engine.jobs())[0]?.filePath).toBe(world.folder.file("out/fox-2.mp4"));
  });

  it("one that comes during the download, also beside the earlier file of an exact path", async () => {
    await using world = await createWorld();
    const { baseUrl } = world.emulator;
    let onBytes = () => Promise.resolve();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await world.emulator.fetch(new Request(input, init));
      await onBytes();
      return response;
    };
    const collect = createCollector({ fetch, clock: HASTY_CLOCK, allowedOrigins: [baseUrl] });
    const engine = await world.openEngine({ collector: (request) => world.clock.during(collect(request)) });
    await buy(world, engine, await planNamed("a fox"), { keepsPaths: true });
    const puts = async () => void (await putFile(world, "fox.mp4"));
    onBytes = puts;
    await buy(world, engine, await planNamed("a hare"), { keepsPaths: true });
    expect(await readFile(world.folder.file("out/fox.mp4"), "utf8")).toBe(MINE);
    const names = (await engine.jobs()).map(({ filePath }) => filePath);
    expect(names).toEqual([world.folder.file("out/fox-3.mp4"), world.folder.file("out/fox-2.mp4")]);
    expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox-3.mp4", "fox.mp4"]);
  });

  it("one under the name of a further result", async () => {
    await using world = await createWorld();
    const requests = [{ name: "still", operation: "v1/images/generations", body: { prompt: "a fox", n: 2 } }];
    const plan = await makePlan(parseBatch(JSON.stringify({ requests })), { loadImage });
    const path = await putFile(world, "still.2.png");
    const engine = await world.openEngine();
    await buy(world, engine, plan);
    expect(await readFile(path, "utf8")).toBe(MINE);
    const [job] = await engine.jobs();
    const { assets } = await engine.job(job?.id ?? "");
    expect(assets.map(({ file_path }) => file_path)).toEqual(
      ["still.png", "still.2-2.png"].map((name) => world.folder.file(`out/${name}`)),
    );
  });
});

it("leaves a name to the job that is to have it", async () => {
  await using world = await createWorld();
  await putFile(world, "fox.mp4");
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planNamed("a fox")));
  await world.clock.drive(engine.enqueue(await planNamed("a hare")));
  await world.run(engine);
  const names = (await engine.jobs()).map(({ filePath }) => filePath).toSorted();
  expect(names).toEqual(["fox-2.mp4", "fox-3.mp4"].map((name) => world.folder.file(`out/${name}`)));
  expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox-3.mp4", "fox.mp4"]);
});

it("finds the file again that was fetched under a free name, where the process died before it was on record", async () => {
  await using world = await createWorld();
  await putFile(world, "fox.mp4");
  const { baseUrl } = world.emulator;
  const collect = createCollector({
    fetch: (input, init) => world.emulator.fetch(new Request(input, init)),
    clock: HASTY_CLOCK,
    allowedOrigins: [baseUrl],
  });
  let deaths = 0;
  const engine = await world.openEngine({
    collector: (request) =>
      world.clock.during(
        collect(request).then((file) => {
          if (deaths++ === 0) throw new Error("died");
          return file;
        }),
      ),
  });
  await buy(world, engine, await planNamed("a fox"));
  expect(await namesOnDisk(world)).toEqual(["fox-2.mp4", "fox.mp4"]);
  expect((await engine.jobs())[0]?.filePath).toBe(world.folder.file("out/fox-2.mp4"));
});
