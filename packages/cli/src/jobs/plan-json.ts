import type { Plan, PlannedJob } from "@klingkit/engine";
import { compile, findRoute, type VideoFacts } from "@klingkit/spec";
import { estimateJson } from "./estimate.ts";

/** Totals; with `bounded_jobs` the sums are the most, and what is missing from them is counted beside them. */
export function totalsJson({
  jobs,
  units,
  unit,
  usd,
  boundedJobs = 0,
  unpricedJobs,
}: Plan["totals"]): Readonly<Record<string, unknown>> {
  return {
    jobs,
    units,
    ...(unit === undefined ? {} : { unit }),
    usd,
    bounded_jobs: boundedJobs,
    unpriced_jobs: unpricedJobs,
  };
}

/** What a planned request comes to with every default of its route filled in. */
export function factsOf({ request, routeId }: PlannedJob): VideoFacts | undefined {
  const route = findRoute(routeId);
  return route ? compile(request, route).facts : undefined;
}

export function planJson(plan: Plan): Readonly<Record<string, unknown>> {
  return {
    success: plan.verdict !== "invalid",
    plan_hash: plan.hash,
    purpose: plan.purpose,
    price_card: plan.priceCard,
    verdict: plan.verdict,
    triggers: plan.triggers,
    totals: totalsJson(plan.totals),
    jobs: plan.jobs.map(plannedJobJson),
  };
}

function plannedJobJson(job: PlannedJob): Readonly<Record<string, unknown>> {
  const facts = factsOf(job);
  return {
    name: job.name,
    route: job.routeId,
    state: job.routeState,
    seconds: facts?.durationSeconds ?? null,
    resolution: facts?.resolution ?? null,
    ratio: facts?.aspectRatio ?? null,
    audio: facts?.audio ?? null,
    estimate: estimateJson(job.estimate),
    output: job.output,
    hash: job.hash,
    path: job.path,
    payload: job.payload,
    media: job.media,
    warnings: job.warnings,
    issues: job.issues,
  };
}
