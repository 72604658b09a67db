import {
  capabilityOf,
  ceilingOf,
  MODELS,
  PRICE_CARD,
  roundUnits,
  selectRoutes,
  type VideoRequest,
} from "@klingkit/spec";
import { type BatchFile, type BatchItem, expandBatch } from "./batch-file.ts";
import { hashOf } from "./canonical.ts";
import type { PlanContext } from "./load-media.ts";
import {
  DEFAULT_PURPOSE,
  PLAN_VERSION,
  type Plan,
  type PlannedJob,
  type PlanTotals,
  type Trigger,
} from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { payloadHashOf, planJob } from "./plan-job.ts";

/** Compiles, checks and prices every job of a batch. No clock, no network; files only through `loadImage`. */
export async function makePlan(batch: BatchFile, context: PlanContext): Promise<Plan> {
  const jobs: PlannedJob[] = [];
  for (const [at, item] of expandBatch(batch).entries()) {
    jobs.push(await planItem(batch, item, at + 1, context));
  }
  return sealPlan(batch.purpose ?? DEFAULT_PURPOSE, jobs);
}

async function planItem(
  batch: BatchFile,
  item: BatchItem,
  index: number,
  context: PlanContext,
): Promise<PlannedJob> {
  const { name, model, family, output = batch.output, inputVideoSeconds, ...request } = item;
  const wish = { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }) };
  const [route] = [
    ...selectRoutes({ capability: capabilityOf(request), ...wish }),
    // Omni models take plain text and single images as well.
    ...(model === undefined ? [] : selectRoutes({ capability: "omni-video", ...wish })),
  ];
  if (!route) throw new PlanError("batch_invalid", noRouteMessage(name, model, request));
  return planJob(
    {
      name,
      index,
      request,
      route,
      ...(inputVideoSeconds === undefined ? {} : { inputVideoSeconds }),
      ...(output === undefined ? {} : { output }),
      ...(batch.strict ? { strict: true } : {}),
    },
    context,
  );
}

function noRouteMessage(name: string, model: string | undefined, request: VideoRequest): string {
  const capability = capabilityOf(request);
  const able = MODELS.filter((entry) => entry.capabilities.includes(capability) && !entry.retiredOn);
  const names = able.flatMap(({ standardName, legacyName }) =>
    [standardName, legacyName].filter((word) => word !== null),
  );
  return `request ${name}: ${model ?? "no model"} cannot make ${capability}. Use ${names.join(", ")}.`;
}

/** Puts jobs under one hash with totals, triggers and verdict. */
export function sealPlan(purpose: string, jobs: readonly PlannedJob[]): Plan {
  const body = bodyOf({ purpose, priceCard: PRICE_CARD.version, jobs });
  return { ...body, hash: hashOf(body) };
}

/** Whether hash, totals, triggers and verdict are those of the jobs: anybody can make a hash that fits what he wrote. */
export function isSealed({ hash, ...body }: Plan): boolean {
  const isSame = hash === hashOf(body) && hash === hashOf(bodyOf(body));
  return isSame && body.jobs.every((job) => job.hash === payloadHashOf(job));
}

function bodyOf({ purpose, priceCard, jobs }: Pick<Plan, "purpose" | "priceCard" | "jobs">) {
  return {
    kind: "klingkit.plan",
    version: PLAN_VERSION,
    purpose,
    priceCard,
    jobs,
    totals: totalsOf(jobs),
    triggers: triggersOf(jobs),
    verdict: jobs.some(({ issues }) => issues.length > 0) ? "invalid" : "needs-approval",
  } as const;
}

function totalsOf(jobs: readonly PlannedJob[]): PlanTotals {
  const priced = jobs.flatMap(({ estimate }) => ceilingOf(estimate) ?? []);
  const boundedJobs = jobs.filter(({ estimate }) => !estimate.isKnown && estimate.ceiling).length;
  return {
    jobs: jobs.length,
    units: roundUnits(priced.reduce((sum, { units }) => sum + units, 0)),
    usd: roundUnits(priced.reduce((sum, { usd }) => sum + usd, 0)),
    ...(boundedJobs > 0 ? { boundedJobs } : {}),
    unpricedJobs: jobs.length - priced.length,
  };
}

function triggersOf(jobs: readonly PlannedJob[]): readonly Trigger[] {
  const isProved = ({ routeState }: PlannedJob) => routeState === "verified" || routeState === "documented";
  return [
    ...(jobs.length > 0 ? (["billable-create"] as const) : []),
    ...(jobs.every(isProved) ? [] : (["hypothesis-payload"] as const)),
    ...(jobs.length > 1 ? (["several-creates-for-one-purpose"] as const) : []),
  ];
}
