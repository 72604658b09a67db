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

type Shown = Pick<Job, "id" | "unit" | "state" | "mayBeTaken">;

async function reservedOf(...jobs: readonly Omit<Shown, "id" | "unit">[]) {
  const shown = jobs.map((job, at): Shown => ({ id: `j${at}`, unit: "video", ...job }));
  const pairs = billedPairs(await billedFor(jobClient, shown), { isEmulated: false });
  return pairs.find(([label]) => label === "reserved")?.[1];
}

test("what is reserved for jobs that were not sent waits for no outcome", async () => {
  expect(await reservedOf({ state: "approved" })).toBe(
    "about 3 units (US$ 0.42), for jobs that were not sent",
  );
  expect(await reservedOf({ state: "running" }, { state: "submitting" })).toBe(
    "about 6 units (US$ 0.84), until the outcome is known",
  );
  expect(await reservedOf({ state: "running" }, { state: "approved" })).toBe(
    "about 3 units (US$ 0.42), until the outcome is known; about 3 units (US$ 0.42), for jobs that were not sent",
  );
  expect(await reservedOf({ state: "approved", mayBeTaken: true })).toBe(
    "about 3 units (US$ 0.42), until the outcome is known",
  );
});
