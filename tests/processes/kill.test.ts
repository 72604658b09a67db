import { startTestPostgres } from "@klingkit/testkit";
import { findViolations, LOSSY, openChaos, type Wave, type WaveOutcome } from "@klingkit/testkit/chaos";
import { describe, expect, it } from "vitest";
import { createStoreSite, storeKind } from "../engine/support/stores.ts";

const JOBS = 300;
const QUOTA = 10;
const WORKERS = 3;
/** A quiet machine needs a minute at most; a busy one ten times that. */
const WAVE: Wave = { jobs: JOBS, deadlineMs: 500_000, kills: { everyMs: 700, forMs: 70_000 } };
const TIMEOUT_MS = 550_000;

/** One batch, workers that are killed for as long as jobs are left, lost replies and failing gateways. */
async function buyWithKills(
  guard: "on" | "off",
  storeAddress: string,
  afterKill?: (count: number) => Promise<void>,
): Promise<WaveOutcome> {
  await using chaos = await openChaos({
    storeAddress,
    workers: WORKERS,
    guard,
    quota: QUOTA,
    seed: 3,
    faults: LOSSY,
  });
  const { kills = { everyMs: 700, forMs: 0 }, ...wave } = WAVE;
  return await chaos.runWave({ ...wave, kills: { ...kills, ...(afterKill ? { afterKill } : {}) } });
}

function expectBoughtOnce(seen: WaveOutcome): void {
  expect(findViolations(seen, QUOTA)).toEqual([]);
  expect(seen).toMatchObject({ collected: JOBS, accepted: JOBS, billed: JOBS, settledUnits: JOBS * 1.5 });
  expect(seen.kills).toBeGreaterThan(5);
}

describe("while workers are killed, answers are lost and gateways fail", () => {
  it("every job is bought once", { timeout: TIMEOUT_MS }, async () => {
    await using site = await createStoreSite();
    expectBoughtOnce(await buyWithKills("on", site.address));
  });

  it("some jobs are bought twice when the guard is off, so that the test above proves something", {
    timeout: TIMEOUT_MS,
  }, async () => {
    await using site = await createStoreSite();
    const seen = await buyWithKills("off", site.address);
    expect(seen.boughtTwice).toBeGreaterThan(0);
    expect(findViolations(seen, QUOTA)).toContainEqual(expect.stringContaining("bought twice"));
  });
});

if (storeKind() === "postgres") {
  /** Kills of workers for each kill of the database. */
  const DATABASE_PACE = 5;

  it("every job is bought once while the database is killed, too", { timeout: TIMEOUT_MS }, async () => {
    await using server = await startTestPostgres({ isDurable: true });
    let databaseKills = 0;
    const seen = await buyWithKills("on", server.url(), async (count) => {
      if (count % DATABASE_PACE !== 0) return;
      databaseKills += 1;
      await server.kill();
      await server.restart();
    });
    expectBoughtOnce(seen);
    expect(databaseKills).toBeGreaterThan(0);
  });
}
