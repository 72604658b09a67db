import { expect, it } from "vitest";
import type { LocalCharge } from "./charges.ts";
import { reconcileCharges, type ServiceCharge } from "./reconcile.ts";

const NOW_MS = Date.UTC(2026, 10, 21);
const HOUR_MS = 3_600_000;

const job = (taskId: string | undefined, fields: Partial<LocalCharge> = {}): LocalCharge => ({
  jobId: `job-${taskId ?? "none"}`,
  name: "fox",
  account: "a",
  state: "collected",
  unit: "video",
  settledUnits: 3,
  heldUnits: 0,
  endedAtMs: NOW_MS - 24 * HOUR_MS,
  ...(taskId === undefined ? {} : { taskId }),
  ...fields,
});

const charge = (taskId: string, fields: Partial<ServiceCharge> = {}): ServiceCharge => ({
  taskId,
  unit: "video",
  amount: 3,
  ...fields,
});

const reconcile = (local: readonly LocalCharge[], service: readonly ServiceCharge[], lagHours = 12) =>
  reconcileCharges({ local, service, recentSinceMs: NOW_MS - lagHours * HOUR_MS });

it("finds no difference where both sides charged alike, whatever packs or cash paid", () => {
  const local = [job("one"), job("two"), job("cash"), job("both")];
  const service = [
    charge("one"),
    charge("two", { amount: 1 }),
    charge("two", { amount: 2 }),
    // 3 units at the list price of US$ 0.14, with a discount.
    charge("cash", { unit: "usd", amount: 0.4, listPriceUsd: 0.42 }),
    charge("both", { amount: 1 }),
    charge("both", { unit: "usd", amount: 0.28, listPriceUsd: 0.28 }),
  ];
  expect(reconcile(local, service)).toEqual({ matched: 4, recent: [], differences: [] });
});

it("names every kind of difference with the amounts of both sides", () => {
  const local = [
    job("dearer"),
    job("gone"),
    job("running", { state: "running", settledUnits: 0, heldUnits: 3 }),
    job(undefined, { state: "unknown", settledUnits: 0, heldUnits: 4 }),
    job("failed", { state: "failed", settledUnits: 0 }),
  ];
  const service = [charge("dearer", { amount: 4 }), charge("running"), charge("foreign"), charge("failed")];
  const { matched, differences } = reconcile(local, service);
  expect(matched).toBe(0);
  const amount = (of: number) => [{ unit: "video", amount: of }];
  expect(differences).toEqual([
    { kind: "amount-differs", taskId: "dearer", job: local[0], atService: amount(4) },
    { kind: "not-settled-here", taskId: "running", job: local[2], atService: amount(3) },
    { kind: "missing-here", taskId: "foreign", atService: amount(3) },
    { kind: "amount-differs", taskId: "failed", job: local[4], atService: amount(3) },
    { kind: "missing-at-service", taskId: "gone", job: local[1], atService: [] },
    { kind: "unknown-here", job: local[3], atService: [] },
  ]);
});

it("waits for the ledgers of the service where a job has ended lately", () => {
  const late = job("late", { endedAtMs: NOW_MS - HOUR_MS });
  expect(reconcile([late], [])).toMatchObject({ recent: [late], differences: [] });
  expect(reconcile([late], [], 0.5)).toMatchObject({
    recent: [],
    differences: [{ kind: "missing-at-service" }],
  });
});

it("expects nothing of jobs outside the period, and compares them where the service has them", () => {
  const old = job("old");
  const older = job("older");
  const { matched, differences } = reconcileCharges({
    local: [old, older],
    service: [charge("old")],
    isExpected: () => false,
    recentSinceMs: NOW_MS,
  });
  expect({ matched, differences }).toEqual({ matched: 1, differences: [] });
});

it("does not take an equal number of another unit for the same charge", () => {
  const { differences } = reconcile(
    [job("image", { unit: "image", settledUnits: 8 })],
    [charge("image", { amount: 8 })],
  );
  expect(differences).toMatchObject([{ kind: "amount-differs", taskId: "image" }]);
});
