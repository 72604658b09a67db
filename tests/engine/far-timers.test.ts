import { type Clock, createKling } from "klingkit";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
const CREATE = { method: "POST", path: /^\/text-to-video\// } as const;

/** A clock that runs ahead while a request of the kind is answered, once, and is right again a moment later. */
function shakyClock(world: World, method: string, aheadMs: number) {
  let offsetMs = 0;
  let left = 1;
  const clock: Clock = { nowMs: () => world.clock.nowMs() + offsetMs, sleep: world.clock.sleep };
  const shake: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await world.clock.during(world.faults.fetch(request));
    if (request.method === method && left > 0) {
      left -= 1;
      offsetMs = aheadMs;
      void world.clock.sleep(150).then(() => {
        offsetMs = 0;
      });
    }
    return response;
  };
  return { clock, shake };
}

describe("a clock that runs six hours ahead for a moment", () => {
  it.each([
    ["a create", "POST"],
    ["a read", "GET"],
  ])("while %s is answered delays the video by minutes at most", async (_, method) => {
    await using world = await createWorld();
    const { clock, shake } = shakyClock(world, method, 6 * HOUR_MS);
    const { baseUrl } = world.emulator;
    const kling = createKling({ apiKey: world.apiKey, baseUrl, fetch: shake, readRetries: 0 });
    const provider = world.createProvider({ kling });
    const engine = await world.openEngine({ collector: noFiles, clock, provider });
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const startMs = world.clock.nowMs();
    const running = engine.run();
    await world.clock.pass(20 * 60_000);
    expect((await engine.summary()).counts).toEqual({ collected: 1 });
    await world.clock.drive(running);
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
    expect(world.clock.nowMs() - startMs).toBeLessThan(HOUR_MS);
  });
});

it("counts timers of pools as due that no pause of ours can have set", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  world.faults.setRules([{ ...CREATE, fault: { kind: "refuse" } }]);
  await world.run(engine);
  world.faults.setRules([]);
  const farMs = world.clock.nowMs() + 365 * 24 * HOUR_MS;
  const far = { blocked_until: farMs, probe_at: farMs, reopens_at: farMs, limited_at: farMs };
  await world.stores[0]?.write((db) => db.updateTable("pool").set(far).execute());
  engine.start();
  await world.clock.pass(600_000);
  expect((await engine.summary()).counts).toEqual({ collected: 2 });
  await world.clock.drive(engine.stop());
});

it("takes a lease for over that no worker can have written", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const lease_until = world.clock.nowMs() + 6 * HOUR_MS;
  await world.stores[0]?.write(async (db) => {
    await db.insertInto("worker").values({ id: "dead", host: "elsewhere", pid: 1, lease_until }).execute();
    await db.updateTable("job").set({ lease_owner: "dead", next_at: null }).execute();
  });
  const startMs = world.clock.nowMs();
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  expect(world.clock.nowMs() - startMs).toBeLessThan(HOUR_MS);
});

it("lets a resume make everything due that waits", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: {} });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  const later = world.clock.nowMs() + 600_000;
  await world.stores[0]?.write(async (db) => {
    await db.updateTable("job").set({ next_at: later }).execute();
    const pool = {
      provider: "kling",
      account: "default",
      pool: "kling-2.5-turbo/video",
      allowed: 0,
      peak: 1,
      peak_at: 0,
    };
    await db
      .insertInto("pool")
      .values({ ...pool, failures: 3, blocked_until: later, probe_at: later, limited_at: 1 })
      .execute();
  });
  const startMs = world.clock.nowMs();
  await world.clock.drive(engine.resume());
  expect((await world.run(engine)).counts).toEqual({ collected: 2 });
  expect(world.clock.nowMs() - startMs).toBeLessThan(300_000);
});
