import type { Plan, PlannedJob, PlanPreview } from "@klingkit/engine";
import { ceilingOf } from "@klingkit/spec";
import type { ResourceLink } from "../results.ts";
import { totalsJson } from "./amounts.ts";

/** Jobs that a result shows; a plan may have thousands. */
export const MOST_SHOWN = 50;

export const planLink = (hash: string): ResourceLink => ({
  uri: `kling://plans/${hash}`,
  name: "plan",
  mimeType: "application/json",
});

/** What a plan would buy, and what of it is there already. */
export function planJson(plan: Plan, { toBuy, earlier }: PlanPreview, warnings: readonly string[]) {
  const there = earlier.filter((job) => job !== undefined).length;
  return {
    plan_hash: plan.hash,
    purpose: plan.purpose,
    jobs: plan.jobs.slice(0, MOST_SHOWN).map(plannedJson),
    job_count: plan.jobs.length,
    to_buy: totalsJson(toBuy),
    ...(there > 0 ? { already_bought: there } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

export function plannedJson({
  name,
  model,
  operation,
  routeId,
  estimate,
  unit,
  output,
  warnings,
}: PlannedJob) {
  const price = ceilingOf(estimate);
  return {
    name,
    model,
    operation: operation ?? routeId,
    unit: unit ?? "video",
    ...(price ? { units: price.units, usd: price.usd } : { units: null }),
    file: output,
    ...(warnings.length > 0 ? { warnings: warnings.map(({ message }) => message) } : {}),
  };
}
