import {
  capabilityOf,
  ceilingOf,
  type Issue,
  MODELS,
  PRICE_CARD,
  roundUnits,
  selectRoutes,
  suggest,
  type VideoRequest,
} from "@klingkit/spec";
import { type BatchFile, type BatchItem, expandBatch } from "./batch-file.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import { hashOf } from "./canonical.ts";
import type { PlanContext } from "./load-media.ts";
import { withOwnOutputs } from "./own-outputs.ts";
import {
  DEFAULT_PURPOSE,
  PLAN_VERSION,
  type Plan,
  type PlannedJob,
  type PlanTotals,
  type Trigger,
} from "./plan.ts";
import { batchInvalid } from "./plan-error.ts";
import { payloadHashOf, planJob } from "./plan-job.ts";

/** Where the requests of a batch come from, for messages. */
export interface BatchOrigin {
  /** What is wrong with the file itself, of which `batch` is the sound part. */
  readonly mistakes?: readonly BatchMistake[];
  /** Where a field of a request stands, such as `b.yaml:4`. Default: "batch". */
  readonly placeOf?: (request: number, field?: string) => string;
}

/**
 * Compiles, checks and prices every job of a batch. No clock, no network; files only through `loadImage`.
 * Throws PlanError with all mistakes of the batch where some request cannot be planned; otherwise mistakes are the jobs' issues.
 */
export async function makePlan(
  batch: BatchFile,
  context: PlanContext,
  { mistakes = [], placeOf = () => "batch" }: BatchOrigin = {},
): Promise<Plan> {
  const found = [...mistakes];
  const planned: { readonly job: PlannedJob; readonly request: number }[] = [];
  for (const [at, item] of expandBatch(batch).entries()) {
    const job = await planItem(batch, item, { index: at + 1, context }).catch((error: unknown) => {
      const { field, message } = requestMistake(error, item);
      const where = { place: placeOf(item.request, field), request: item.name };
      found.push({ ...where, ...(field === undefined ? {} : { field }), message, cause: error });
    });
    if (job) planned.push({ job, request: item.request });
  }
  const jobs = withOwnOutputs(planned.map(({ job }) => job));
  if (found.length === 0) return sealPlan(batch.purpose ?? DEFAULT_PURPOSE, jobs);
  const others = jobs.flatMap(({ name, issues }, at) =>
    issues.map((issue) => mistakeOf(issue, name, placeOf(planned[at]?.request ?? 0, issue.field))),
  );
  throw batchInvalid([...found, ...others]);
}

/** An issue of a planned job as a mistake of its batch. */
export function mistakeOf(
  { field, path, message }: Pick<Issue, "field" | "path" | "message">,
  request: string,
  place: string,
): BatchMistake {
  const named = field ?? path;
  const words = message.startsWith(`${named}: `) ? message.slice(named.length + 2) : message;
  return { place, request, field: named, message: words };
}

/** A request that has no route, or names a file that cannot be read. Anything else is thrown again. */
function requestMistake(
  error: unknown,
  item: BatchItem,
): { readonly field?: string; readonly message: string } {
  if (error instanceof NoRoute) return { field: "model", message: error.message };
  const isCoded = error instanceof Error && "code" in error && typeof error.code === "string";
  if (!isCoded || error.code === "KLINGKIT_ABORTED") throw error;
  const field = fieldOfMedium(error.message, item);
  return { ...(field === undefined ? {} : { field }), message: error.message };
}

/** The loader names the file, not the field that it stands in. */
function fieldOfMedium(message: string, item: BatchItem): string | undefined {
  const { firstFrame, lastFrame, staticMask, motion, references = [], dynamicMasks = [] } = item;
  const media: readonly (readonly [string, string | undefined])[] = [
    ["firstFrame", firstFrame],
    ["lastFrame", lastFrame],
    ["staticMask", staticMask],
    ["motion.image", motion?.image],
    ...references.map(({ image }, at) => [`references[${at}].image`, image] as const),
    ...dynamicMasks.map(({ mask }, at) => [`dynamicMasks[${at}].mask`, mask] as const),
  ];
  return media.find(([, input]) => input !== undefined && message.includes(input))?.[0];
}

class NoRoute extends Error {
  override readonly name = "NoRoute";
}

async function planItem(
  batch: BatchFile,
  item: BatchItem,
  { index, context }: { readonly index: number; readonly context: PlanContext },
): Promise<PlannedJob> {
  const { name, model, family, output = batch.output, inputVideoSeconds, request: _, ...request } = item;
  const wish = { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }) };
  const [route] = [
    ...selectRoutes({ capability: capabilityOf(request), ...wish }),
    // Omni models take plain text and single images as well.
    ...(model === undefined ? [] : selectRoutes({ capability: "omni-video", ...wish })),
  ];
  if (!route) throw new NoRoute(noRouteMessage(model, request));
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

function noRouteMessage(model: string | undefined, request: VideoRequest): string {
  const capability = capabilityOf(request);
  const able = MODELS.filter((entry) => entry.capabilities.includes(capability) && !entry.retiredOn);
  const spellings = able.map(({ standardName, legacyName }) =>
    [legacyName, standardName].filter((word) => word !== null),
  );
  const near = model === undefined ? undefined : suggest(model, spellings.flat());
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  const names = spellings.map((words) => words.join(" = ")).join(", ");
  return `${model === undefined ? "there is no model that" : JSON.stringify(model)} cannot make ${capability}.${hint} Use ${names}.`;
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
