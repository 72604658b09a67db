import { type Plan, totalsByUnit } from "@klingkit/engine";

/** Amounts of different units are never added. */
export const totalsJson = ({ totals }: Pick<Plan, "totals">) =>
  totalsByUnit(totals).map(({ unit = "video", units, usd, jobs, unpricedJobs }) => ({
    unit,
    units,
    usd,
    jobs,
    ...(unpricedJobs > 0 ? { jobs_without_price: unpricedJobs } : {}),
  }));

/** `about 3 video units (US$ 0.42)`, for each unit of the plan. */
export function totalsText(plan: Pick<Plan, "totals">): string {
  return totalsByUnit(plan.totals)
    .map(({ unit = "video", units, usd, unpricedJobs }) => {
      const price = unit === "usd" ? `US$ ${usd}` : `${units} ${unit} units (US$ ${usd})`;
      return unpricedJobs > 0 ? `about ${price} and ${unpricedJobs} without a known price` : `about ${price}`;
    })
    .join(" and ");
}
