import { expect, it } from "vitest";
import { ceilingsText, findTooLow, readMaxUnits } from "./max-units.ts";

const totals = {
  jobs: 2,
  units: 6,
  usd: 0.84,
  unpricedJobs: 0,
  others: [{ jobs: 1, unit: "usd", units: 1.4, usd: 1.4, unpricedJobs: 0 }],
} as const;
const plan = { totals };

it.each([
  [undefined, { video: 6, usd: 1.4 }, "6 units and US$ 1.40"],
  ["12", { video: 12, usd: 1.4 }, "12 units and US$ 1.40"],
  ["usd=2", { video: 6, usd: 2 }, "6 units and US$ 2.00"],
  [" 12 , usd=2.5", { video: 12, usd: 2.5 }, "12 units and US$ 2.50"],
  ["any", { video: null, usd: null }, "any number of units and any amount of US$"],
  ["any,usd=2", { video: null, usd: 2 }, "any number of units and US$ 2.00"],
  ["usd=any", { video: 6, usd: null }, "6 units and any amount of US$"],
] as const)("reads --max-units %s", (text, ceilings, said) => {
  const read = readMaxUnits(text, plan);
  expect(read).toEqual(ceilings);
  expect(findTooLow(plan, read)).toBeUndefined();
  expect(ceilingsText(plan, read)).toBe(said);
});

it.each([
  ["image=3", "the plan is paid in video and usd, not in image"],
  ["dollars=3", "the plan is paid in video and usd, not in dollars"],
  ["usd=-1", "is not an amount"],
  ["usd=", "is not an amount"],
  ["Infinity", "is not an amount"],
  ["", "is not an amount"],
  ["12,,", "is not an amount"],
])("refuses --max-units '%s'", (text, message) => {
  expect(() => readMaxUnits(text, plan)).toThrow(message);
});

it.each([
  ["5", "the plan needs 6 units"],
  ["usd=1.39", "the plan needs US$ 1.40"],
])("says that %s is too low", (text, message) => {
  expect(findTooLow(plan, readMaxUnits(text, plan))).toContain(message);
});

it("counts what has no price in any unit", () => {
  const unpriced = { totals: { ...totals, others: [{ ...totals.others[0], unpricedJobs: 1 }] } };
  expect(findTooLow(unpriced, readMaxUnits("12", unpriced))).toBe(
    "1 of 3 jobs has no known price; accept that with --max-units any",
  );
  expect(findTooLow(unpriced, readMaxUnits("usd=any", unpriced))).toBeUndefined();
});
