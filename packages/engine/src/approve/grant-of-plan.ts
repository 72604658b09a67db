import { requireObjects } from "../arguments/require-arguments.ts";
import { type Plan, totalsByUnit } from "../plan/plan.ts";
import type { Grant } from "./approval.ts";

/** What an approval of all of a plan allows: the most that it can cost, and any amount of a unit in which some job has no known price. */
export function grantOfPlan(plan: Plan): Pick<Grant, "maxUnits" | "maxPerUnit"> {
  requireObjects("grantOfPlan", { plan });
  const [first, ...others] = totalsByUnit(plan.totals);
  const unpriced = others.filter(({ unpricedJobs }) => unpricedJobs > 0);
  return {
    ...(first && first.unpricedJobs > 0 ? { maxUnits: null } : {}),
    ...(unpriced.length > 0
      ? { maxPerUnit: Object.fromEntries(unpriced.map(({ unit = "video" }) => [unit, null])) }
      : {}),
  };
}
