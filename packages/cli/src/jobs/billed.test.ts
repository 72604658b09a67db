import type { Job, LedgerScope } from "@klingkit/engine";
import { expect, test } from "vitest";
import { billedFor, billedPairs } from "./billed.ts";

/** Each of its jobs holds 3 units. */
const jobClient = {
  sums: ({ jobIds = [] }: LedgerScope) => {
    const units = 3 * jobIds.length;
    return Promise.resolve({ reserved: units, settled: 0, released: 0, held: units });
  },
};

type Shown = Pick<Job, "id" | "unit" | "state" | "mayBeTaken" | "estimateUnits">;

async function reservedOf(...jobs: readonly Pick<Shown, "state" | "mayBeTaken">[]) {
  const shown = jobs.map((job, at): Shown => ({ id: `j${at}`, unit: "video", estimateUnits: 3, ...job }));
  const pairs = billedPairs(await billedFor(jobClient, shown), { isEmulated: false });
  return pairs.find(([label]) => label === "reserved")?.[1];
}

test("what is reserved for jobs that were not sent waits for no outcome", async () => {
  expect(await reservedOf({ state: "approved" })).toBe(
    "about 3 units (US$ 0.42), for jobs that the service has not accepted",
  );
  expect(await reservedOf({ state: "running" }, { state: "submitting" })).toBe(
    "about 6 units (US$ 0.84), until the outcome is known",
  );
  expect(await reservedOf({ state: "running" }, { state: "approved" })).toBe(
    "about 3 units (US$ 0.42), until the outcome is known; about 3 units (US$ 0.42), for jobs that the service has not accepted",
  );
  expect(await reservedOf({ state: "approved", mayBeTaken: true })).toBe(
    "about 3 units (US$ 0.42), until the outcome is known",
  );
});

test("a job of unknown price that may still be charged is named, although nothing is reserved for it", async () => {
  const nothing = { sums: () => Promise.resolve({ reserved: 0, settled: 0, released: 0, held: 0 }) };
  const pairsOf = async (job: Pick<Job, "state" | "endedAtMs">) =>
    billedPairs(await billedFor(nothing, [{ id: "j1", unit: "video", ...job }]), { isEmulated: false });
  expect(await pairsOf({ state: "running" })).toEqual([
    ["charged", "nothing yet"],
    ["reserved", "nothing for 1 job of unknown price, until its charge is known"],
  ]);
  expect(await pairsOf({ state: "approved" })).toEqual([["charged", "nothing"]]);
  expect(await pairsOf({ state: "collected", endedAtMs: 1 })).toEqual([["charged", "nothing"]]);
});

test("dollars are not shown as a bill: the service that takes them reports no charges", async () => {
  const spent = { sums: () => Promise.resolve({ reserved: 0.63, settled: 0.63, released: 0, held: 0 }) };
  const job = { id: "j1", unit: "usd", state: "collected", estimateUnits: 1.26, endedAtMs: 1 } as const;
  expect(billedPairs(await billedFor(spent, [job]), { isEmulated: false })).toEqual([
    ["charged", "US$ 0.63 at list price"],
    ["", "Higgsfield reports no charges: what is booked in US$ is estimated by its price list"],
  ]);
});
