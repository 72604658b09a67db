import { findViolations, openChaos } from "@klingkit/testkit/chaos";
import { expect, it } from "vitest";
import { createStoreSite } from "../engine/support/stores.ts";

/** How well a quota is detected is measured by `npm run soak`, with tasks that last long enough. */
const JOBS = 60;
const SLOTS = 5;

it("two processes that know of five slots ask in vain once at most", { timeout: 350_000 }, async () => {
  await using site = await createStoreSite();
  await using chaos = await openChaos({
    storeAddress: site.address,
    workers: 2,
    guard: "on",
    concurrency: SLOTS,
    quota: SLOTS,
  });
  const seen = await chaos.runWave({ jobs: JOBS, deadlineMs: 300_000 });
  expect(findViolations(seen, SLOTS)).toEqual([]);
  expect(seen).toMatchObject({ collected: JOBS, accepted: JOBS, mostInFlight: SLOTS });
  expect(seen.slotRefusals).toBeLessThanOrEqual(1);
});
