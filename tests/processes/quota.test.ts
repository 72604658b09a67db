import { findViolations, openChaos } from "@klingkit/testkit/chaos";
import { describe, expect, it } from "vitest";
import { createStoreSite } from "../engine/support/stores.ts";

describe("two processes with 200 jobs and five slots at the service", () => {
  const JOBS = 200;
  const SLOTS = 5;

  it.each([
    { name: "that are known ask in vain once at most", quota: SLOTS, mostRefusals: 1, generationMs: 300 },
    // Of shorter tasks several end unnoticed while a busy machine is about something else: more seem to be in flight
    // than are, and each of those can cost a create in vain.
    { name: "that must be learnt ask in vain thrice at most", mostRefusals: 3, generationMs: 1000 },
  ])("$name", { timeout: 450_000 }, async ({ quota, mostRefusals, generationMs }) => {
    await using site = await createStoreSite();
    await using chaos = await openChaos({
      storeAddress: site.address,
      workers: 2,
      guard: "on",
      concurrency: SLOTS,
      generationMs,
      ...(quota === undefined ? {} : { quota }),
    });
    const seen = await chaos.runWave({ jobs: JOBS, deadlineMs: 400_000 });
    expect(findViolations(seen, SLOTS)).toEqual([]);
    expect(seen).toMatchObject({ collected: JOBS, accepted: JOBS, mostInFlight: SLOTS });
    expect(seen.slotRefusals).toBeLessThanOrEqual(mostRefusals);
  });
});
