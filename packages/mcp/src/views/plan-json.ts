import { type JobThere, type Plan, type PlannedJob, type PlanPreview, sortEarlier } from "@klingkit/engine";
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

/** What a plan would buy, and what earlier runs have done for the rest. */
export function planJson(plan: Plan, preview: PlanPreview, warnings: readonly string[]) {
  const { bought, unsent, withoutResult } = sortEarlier(preview);
  return {
    plan_hash: plan.hash,
    purpose: plan.purpose,
    jobs: plan.jobs.slice(0, MOST_SHOWN).map(plannedJson),
    job_count: plan.jobs.length,
    to_buy: totalsJson(preview.toBuy),
    ...(bought.length > 0 ? { already_bought: bought.length } : {}),
    ...(unsent.length > 0 ? { approved_and_not_sent: unsent.length } : {}),
    ...(withoutResult.length > 0
      ? {
          not_tried_again: {
            count: withoutResult.length,
            jobs: withoutResult.slice(0, MOST_SHOWN).map(endedJson),
          },
        }
      : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

const endedJson = ({ id, name, state, error }: JobThere) => ({
  job_id: id,
  name,
  state,
  ...(error === undefined ? {} : { error: error.message }),
});

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
