import { startTestPostgres } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { JOBS, QUOTA, runWithKills } from "./support/run-with-kills.ts";
import { createStoreSite, openStore, storeKind } from "./support/stores.ts";

it("buys every job once while workers are killed, answers are lost and gateways fail", {
  timeout: 100_000,
}, async () => {
  await using site = await createStoreSite();
  const outcome = await runWithKills({ guard: "on", site });
  expect(outcome).toMatchObject({
    collected: JOBS,
    accepted: JOBS,
    billed: JOBS,
    settled: JOBS * 1.5,
    held: 0,
  });
  expect(outcome.mostInFlight).toBeLessThanOrEqual(QUOTA);
  expect(outcome.kills).toBeGreaterThan(3);
});

// It proves the harness, which is the same for both stores.
it.runIf(storeKind() === "sqlite")(
  "buys some jobs twice when the guard is off, so that the test above proves something",
  {
    timeout: 100_000,
  },
  async () => {
    await using site = await createStoreSite();
    const outcome = await runWithKills({ guard: "off", site });
    expect(outcome.accepted).toBeGreaterThan(JOBS);
  },
);

it.runIf(storeKind() === "postgres")(
  "buys every job once while the database is killed, too",
  {
    timeout: 60_000,
  },
  async () => {
    await using server = await startTestPostgres({ isDurable: true });
    const address = server.url();
    const site = {
      address,
      open: () => openStore(address),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    let databaseKills = 0;
    const outcome = await runWithKills({
      guard: "on",
      site,
      async afterKill() {
        if (databaseKills >= 3) return;
        databaseKills += 1;
        await server.kill();
        await server.restart();
      },
    });
    expect(outcome).toMatchObject({
      collected: JOBS,
      accepted: JOBS,
      billed: JOBS,
      settled: JOBS * 1.5,
      held: 0,
    });
    expect(outcome.mostInFlight).toBeLessThanOrEqual(QUOTA);
    expect(databaseKills).toBe(3);
  },
);
