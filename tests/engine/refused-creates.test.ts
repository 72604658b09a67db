import type { Engine, EngineEvent, Provider } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
const CREATE = { method: "POST", path: /^\/text-to-video\// } as const;
const REFUSED = { ...CREATE, fault: { kind: "refuse" } } as const;

const answer = (status: number, body: object | string, retryAfter?: string) => ({
  kind: "answer-before" as const,
  status,
  body: typeof body === "string" ? body : JSON.stringify({ request_id: "r", ...body }),
  ...(retryAfter === undefined ? {} : { headers: { "retry-after": retryAfter } }),
});
const RATE = answer(429, { code: 1302, message: "Too many requests" });

const creates = ({ faults }: World): number =>
  faults.requests.filter((line) => line.startsWith("POST /text-to-video")).length;

async function eventsOf(engine: Engine, ...kinds: readonly EngineEvent["kind"][]): Promise<EngineEvent[]> {
  const found: EngineEvent[] = [];
  for await (const event of engine.events()) if (kinds.includes(event.kind)) found.push(event);
  return found;
}

/** So many jobs, by default at an account of unknown size, as the command line has it. */
async function openWith(world: World, count: number, options: Parameters<World["openEngine"]>[0] = {}) {
  const engine = await world.openEngine({ collector: noFiles, slots: {}, ...options });
  await world.clock.drive(engine.enqueue(await planOf(count)));
  return engine;
}

describe("a service that cannot be reached", () => {
  it("stops the pool after some tries, with the reason, one event, and hardly a line in the ledger", async () => {
    await using world = await createWorld();
    const address = world.emulator.baseUrl;
    const engine = await openWith(world, 10);
    world.faults.setRules([REFUSED]);
    const summary = await world.run(engine);
    expect(summary).toMatchObject({ counts: { approved: 10 }, held: { pool: 10 } });
    const [{ reason = "" } = {}] = summary.stoppedPools;
    expect(reason).toContain(`${address} cannot be reached`);
    expect(reason).toContain("ECONNREFUSED");
    expect(reason).toContain("Nothing was sent");
    expect(creates(world)).toBeLessThanOrEqual(8);
    expect(await eventsOf(engine, "pool-stopped")).toHaveLength(1);
    expect(await engine.ledger()).not.toContainEqual(expect.objectContaining({ entry: "release" }));
    const jobs = await engine.jobs();
    expect(new Set(jobs.map(({ error }) => error?.code))).toEqual(new Set(["KLINGKIT_CONNECTION"]));
  });

  it("is tried by whoever works on, every five minutes, and needs no person once it is back", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 10);
    world.faults.setRules([REFUSED]);
    engine.start();
    await world.clock.pass(HOUR_MS);
    expect(creates(world)).toBeLessThanOrEqual(25);
    expect((await engine.ledger()).length).toBeLessThanOrEqual(10);
    world.faults.setRules([]);
    await world.clock.pass(900_000);
    expect((await engine.summary()).counts).toEqual({ collected: 10 });
    await world.clock.drive(engine.stop());
    expect(await eventsOf(engine, "pool-stopped", "pool-resumed")).toHaveLength(2);
    expect((await engine.budget()).total).toMatchObject({ settled: 15, released: 0, held: 0 });
  });

  it("gives the units back when a job is canceled that had been tried", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 1);
    world.faults.setRules([REFUSED]);
    await world.run(engine);
    expect((await engine.budget()).total.held).toBe(1.5);
    const [job] = await engine.jobs();
    await engine.cancel(job?.id ?? "");
    expect((await engine.budget()).total).toMatchObject({ reserved: 1.5, released: 1.5, held: 0 });
  });

  it("is tried at once after a resume", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 3);
    world.faults.setRules([REFUSED]);
    await world.run(engine);
    world.faults.setRules([]);
    const startMs = world.clock.nowMs();
    await world.clock.drive(engine.resume());
    expect((await world.run(engine)).counts).toEqual({ collected: 3 });
    expect(world.clock.nowMs() - startMs).toBeLessThan(300_000);
  });
});

describe("1302 always, for an hour", () => {
  it("is met with few sends and few ledger rows, and no job gives up", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 10);
    world.faults.setRules([{ ...CREATE, fault: RATE }]);
    const running = engine.run();
    await world.clock.pass(HOUR_MS);
    expect(creates(world)).toBeLessThanOrEqual(120);
    expect((await engine.ledger()).length).toBeLessThanOrEqual(10);
    expect((await engine.summary()).counts).toEqual({ approved: 10 });
    const [news] = await eventsOf(engine, "pool-waits");
    expect(news?.data).toMatchObject({ why: "rate", message: expect.stringContaining("1302") });
    world.faults.setRules([]);
    expect((await world.clock.drive(running)).counts).toEqual({ collected: 10 });
    expect(world.journal()).toMatchObject({ accepted: 10, billed: 10 });
  });

  it("has one create under way at a time", async () => {
    // Its creates take their time on the virtual clock: a busy machine needs more than a moment for that, and must not give them up.
    await using world = await createWorld({ hangMs: 60_000 });
    let open = 0;
    let most = 0;
    const provider = world.createProvider();
    const slow: Provider = {
      ...provider,
      async submit() {
        open += 1;
        most = Math.max(most, open);
        await world.clock.sleep(300);
        open -= 1;
        return { kind: "refused", remedy: "rate", code: "KLINGKIT_RATE_LIMIT", message: "1302" };
      },
    };
    const engine = await openWith(world, 10, { provider: slow, slots: { quota: 5 } });
    engine.start();
    await world.clock.pass(2000);
    most = 0;
    await world.clock.pass(600_000);
    expect(most).toBe(1);
    await world.clock.drive(engine.stop());
  });

  it("does not let a job that is always refused stand in the way of the others", async () => {
    await using world = await createWorld();
    const provider = world.createProvider();
    const engine = await openWith(world, 5, {
      provider: {
        ...provider,
        submit: (submission, context) =>
          submission.externalId === unlucky
            ? Promise.resolve({ kind: "refused", remedy: "rate", code: "x", message: "not this one" })
            : provider.submit(submission, context),
      },
    });
    const unlucky = (await engine.jobs()).at(-1)?.externalId;
    engine.start();
    await world.clock.pass(600_000);
    expect((await engine.summary()).counts).toEqual({ approved: 1, collected: 4 });
    await world.clock.drive(engine.stop());
  });
});

describe("Retry-After", () => {
  it.each([
    ["1302", 1302],
    ["a gateway", undefined],
  ])("of %s is obeyed for some minutes at most", async (_, code) => {
    for (const after of ["86400", "1e300", "99999999999999999"]) {
      await using world = await createWorld();
      const engine = await openWith(world, 1);
      const fault = answer(429, code === undefined ? "<html>" : { code, message: "m" }, after);
      world.faults.setRules([{ ...CREATE, fault, times: 1 }]);
      const startMs = world.clock.nowMs();
      expect((await world.run(engine)).counts).toEqual({ collected: 1 });
      expect(world.clock.nowMs() - startMs).toBeLessThan(600_000);
    }
  });

  it("of a read is, too", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 1);
    const fault = answer(429, { code: 1302, message: "m" }, "86400");
    world.faults.setRules([{ method: "GET", path: /./, fault, times: 2 }]);
    const startMs = world.clock.nowMs();
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    expect(world.clock.nowMs() - startMs).toBeLessThan(900_000);
  });
});

describe("a job that waits to be sent again", () => {
  it("does not count against itself in a limit", async () => {
    await using world = await createWorld();
    const limits = { unitsPerDay: 1.5, unitsPerRun: 1.5 };
    const engine = await openWith(world, 1, { limits });
    world.faults.setRules([{ ...CREATE, fault: RATE, times: 3 }]);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  });

  it("holds units of the day on which it is sent", async () => {
    const startAtMs = Date.UTC(2026, 10, 21, 23, 50);
    await using world = await createWorld({ emulator: { startAtMs } });
    const engine = await openWith(world, 1);
    world.faults.setRules([{ ...CREATE, fault: RATE }]);
    engine.start();
    await world.clock.pass(HOUR_MS / 2);
    await world.clock.drive(engine.stop());
    expect((await engine.budget()).today.reserved).toBe(1.5);
    expect((await engine.budget()).total).toMatchObject({ reserved: 3, released: 1.5, held: 1.5 });
  });

  it("is not given up when one of many sends is lost after clear refusals", async () => {
    await using world = await createWorld();
    const engine = await openWith(world, 1);
    world.faults.setRules([
      { ...CREATE, fault: RATE, times: 8 },
      { ...CREATE, fault: { kind: "reset-before" }, times: 1 },
    ]);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  });
});
