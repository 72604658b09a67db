import { type Plan, totalsByUnit } from "@klingkit/engine";
import { amountText, type Unit } from "@klingkit/spec";

/** Amounts of different units are never added. */
export const totalsJson = ({ totals }: Pick<Plan, "totals">) =>
  totalsByUnit(totals).map(({ unit = "video", units, usd, jobs, unpricedJobs }) => ({
    unit,
    units,
    usd,
    jobs,
    ...(unpricedJobs > 0 ? { jobs_without_price: unpricedJobs } : {}),
  }));

/** `3 video units`, `16 image units`, `US$ 0.42`: to an agent, units of any pack carry its name. */
export const packText = (amount: number, unit: Unit): string =>
  unit === "video" ? amountText(amount).replace(/(?= units?$)/, " video") : amountText(amount, unit);

/** `3 video units (US$ 0.42)`, for each unit of the plan; `at most` where the price of some job has a ceiling only. */
export function totalsText(plan: Pick<Plan, "totals">): string {
  return totalsByUnit(plan.totals)
    .map(({ unit = "video", units, usd, boundedJobs = 0, unpricedJobs, jobs }) => {
      if (jobs > 0 && unpricedJobs === jobs) return "an unknown price";
      const dollars = amountText(usd, "usd");
      const amount = unit === "usd" ? dollars : `${packText(units, unit)} (${dollars})`;
      const price = boundedJobs > 0 ? `at most ${amount}` : amount;
      return unpricedJobs > 0 ? `${price} and ${unpricedJobs} without a known price` : price;
    })
    .join(" and ");
}
