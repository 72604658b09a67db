import { type BundledProgram, openSilentProxy, startTestPostgres } from "@klingkit/testkit";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openShop, type Shop } from "../cli/support/shop.ts";
import { bundleKling, startWorker, type WorkerProcess } from "./support/worker-process.ts";

const JOBS = 20;
const TIMEOUT = { timeout: 450_000 };
let kling: BundledProgram;
beforeAll(async () => {
  kling = await bundleKling();
});
afterAll(() => kling[Symbol.asyncDispose]());

const isPostgres = inject("postgresUrl") !== "";

/** Each job bought once, and the money says so. */
async function expectAllBought(shop: Shop): Promise<void> {
  const { creates, accepted, billed, delivered } = shop.control.journal();
  expect({ creates, accepted, billed, delivered }).toEqual({
    creates: JOBS,
    accepted: JOBS,
    billed: JOBS,
    delivered: JOBS,
  });
  expect((await shop.kling("jobs --state collected")).lines).toMatchObject([{ count: JOBS }]);
  expect((await shop.kling("budget")).lines).toMatchObject([
    { accounts: [{ total: { settled: JOBS * 3, held: 0 } }] },
  ]);
}

const endsOf = (worker: WorkerProcess): number =>
  worker.lines().filter(({ event }) => event === "job-collected").length;

it("two workers share a store; one is stopped in the middle, and the other carries on", TIMEOUT, async () => {
  await using shop = await openShop();
  await shop.writeBatch(JOBS);
  await using first = startWorker(kling, shop);
  await using second = startWorker(kling, shop);
  await Promise.all([first.said("worker-started"), second.said("worker-started")]);
  await shop.kling("run batch.yaml --detach");
  await Promise.race([first.said("job-accepted"), second.said("job-accepted")]);
  expect(await first.stop()).toBe(0);
  expect(first.lines().at(-1)).toMatchObject({ success: true, event: "worker-stopped" });
  await using third = startWorker(kling, shop, ["--until-idle"]);
  expect(await third.ended).toBe(0);
  expect(await second.stop()).toBe(0);
  await expectAllBought(shop);
  expect([first, second, third].map(endsOf).reduce((sum, count) => sum + count)).toBe(JOBS);
  expect([first.stderr(), second.stderr(), third.stderr()].join("")).toBe("");
});

if (isPostgres) {
  it("workers wait for a database that is down at their start and goes down again", TIMEOUT, async () => {
    await using server = await startTestPostgres({ isDurable: true });
    await using shop = await openShop({ address: server.url() });
    await shop.writeBatch(JOBS);
    await shop.kling("run batch.yaml --detach");
    await server.kill();
    await using first = startWorker(kling, shop);
    await using second = startWorker(kling, shop);
    await Promise.all([first.complained("store_unreachable"), second.complained("store_unreachable")]);
    await server.restart();
    await Promise.race([first.said("job-accepted"), second.said("job-accepted")]);
    await server.kill();
    await server.restart();
    await using third = startWorker(kling, shop, ["--until-idle"]);
    expect(await third.ended).toBe(0);
    const ends = [await first.stop(), await second.stop()];
    expect(ends, `${first.stderr()}${second.stderr()}`).toEqual([0, 0]);
    await expectAllBought(shop);
  });

  it("a worker ends within seconds of SIGTERM while its database is silent", TIMEOUT, async () => {
    await using proxy = await openSilentProxy(inject("postgresUrl"));
    await using shop = await openShop({ address: proxy.url("silent_worker") });
    await shop.writeBatch(JOBS);
    await shop.kling("run batch.yaml --detach");
    await using worker = startWorker(kling, shop);
    await worker.said("job-accepted");
    proxy.silence({ forGood: true });
    const startedMs = performance.now();
    await worker.stop();
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
}
