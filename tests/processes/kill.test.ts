import { findFrameDecoder } from "@klingkit/engine";
import { startTestPostgres } from "@klingkit/testkit";
import {
  CHAIN_JOBS,
  chainRequests,
  findViolations,
  LOSSY,
  openChaos,
  type Wave,
  type WaveOutcome,
} from "@klingkit/testkit/chaos";
import { describe, expect, it } from "vitest";
import { createStoreSite, storeKind } from "../engine/support/stores.ts";

/** Enough for a kill in every state; `npm run soak` goes through hundreds. */
const JOBS = 60;
/** The control ends with the first video that is bought twice. */
const CONTROL_JOBS = 300;
const CHAINS = 4;
const QUOTA = 10;
const WORKERS = 3;
/** A quiet machine needs a quarter of a minute; a busy one many times that. */
const DEADLINE_MS = 300_000;
const KILL_EVERY_MS = 300;
const KILLS_FOR_MS = 30_000;
const TIMEOUT = { timeout: 350_000 };

const decoder = await findFrameDecoder();
const whether = decoder === undefined ? " (skipped: no ffmpeg on this machine)" : "";

interface Trouble {
  readonly storeAddress: string;
  readonly guard: "on" | "off";
  readonly jobs: number;
  readonly services?: "both";
  readonly requests?: Wave["requests"];
  readonly afterKill?: (count: number) => Promise<void>;
}

/** One batch, workers that are killed for as long as jobs are left, lost responses and failing gateways. */
async function buyWithKills({ afterKill, jobs, requests, ...trouble }: Trouble): Promise<WaveOutcome> {
  await using chaos = await openChaos({
    ...trouble,
    workers: WORKERS,
    quota: QUOTA,
    seed: 3,
    faults: LOSSY,
  });
  const kills = { everyMs: KILL_EVERY_MS, forMs: KILLS_FOR_MS, ...(afterKill ? { afterKill } : {}) };
  const wanted = requests ? { jobs, requests } : { jobs };
  return await chaos.runWave({ ...wanted, deadlineMs: DEADLINE_MS, kills });
}

function expectBoughtOnce(seen: WaveOutcome): void {
  expect(findViolations(seen, QUOTA)).toEqual([]);
  expect(seen).toMatchObject({ collected: JOBS, accepted: JOBS, billed: JOBS, settledUnits: JOBS * 1.5 });
  expect(seen.kills).toBeGreaterThan(5);
}

const whileWorkersAreKilled = () => {
  it("every job is bought once", TIMEOUT, async () => {
    await using site = await createStoreSite();
    expectBoughtOnce(await buyWithKills({ storeAddress: site.address, guard: "on", jobs: JOBS }));
  });

  it("every job of two services in one store is bought once", TIMEOUT, async () => {
    await using site = await createStoreSite();
    const seen = await buyWithKills({
      storeAddress: site.address,
      guard: "on",
      jobs: JOBS,
      services: "both",
    });
    expect(findViolations(seen, QUOTA)).toEqual([]);
    expect(seen).toMatchObject({ collected: JOBS, accepted: JOBS, settledUnits: (JOBS / 2) * 1.5 });
    expect(seen.billedUsd).toBeGreaterThan(0);
    expect(seen.kills).toBeGreaterThan(5);
  });

  it.skipIf(decoder === undefined)(
    `every step of a chain is bought once, with the results of the step before${whether}`,
    TIMEOUT,
    async () => {
      await using site = await createStoreSite();
      const jobs = CHAINS * CHAIN_JOBS;
      const requests = (wave: number) => chainRequests(wave, CHAINS);
      const seen = await buyWithKills({ storeAddress: site.address, guard: "on", jobs, requests });
      expect(findViolations(seen, QUOTA)).toEqual([]);
      expect(seen).toMatchObject({ jobs, collected: jobs, accepted: jobs, billed: jobs });
      expect(seen.kills).toBeGreaterThan(5);
    },
  );

  it(
    "some jobs are bought twice when the guard is off, so that the test above proves something",
    TIMEOUT,
    async () => {
      await using site = await createStoreSite();
      const seen = await buyWithKills({ storeAddress: site.address, guard: "off", jobs: CONTROL_JOBS });
      expect(seen.boughtTwice).toBeGreaterThan(0);
      expect(findViolations(seen, QUOTA)).toContainEqual(expect.stringContaining("bought twice"));
    },
  );
};

const whileTheDatabaseIsKilledToo = () => {
  /** Kills of workers for each kill of the database. */
  const DATABASE_PACE = 5;

  it("every job is bought once", TIMEOUT, async () => {
    await using server = await startTestPostgres({ isDurable: true });
    let databaseKills = 0;
    const afterKill = async (count: number) => {
      if (count % DATABASE_PACE !== 0) return;
      databaseKills += 1;
      await server.kill();
      await server.restart();
    };
    const seen = await buyWithKills({ storeAddress: server.url(), guard: "on", jobs: JOBS, afterKill });
    expectBoughtOnce(seen);
    expect(databaseKills).toBeGreaterThan(0);
  });
};

if (storeKind() === "sqlite")
  describe("while workers are killed and responses are lost", whileWorkersAreKilled);
else describe("while workers and the database are killed", whileTheDatabaseIsKilledToo);
