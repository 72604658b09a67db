import {
  capabilityOf,
  ceilingOf,
  type Issue,
  MODELS,
  PRICE_CARD,
  type Route,
  roundUnits,
  selectRoutes,
  suggest,
  type Unit,
  type VideoRequest,
} from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import type { BatchFile } from "./batch-schema.ts";
import { hashOf } from "./canonical.ts";
import { type BatchItem, expandBatch } from "./expand-batch.ts";
import { withOwnOutputs } from "./own-outputs.ts";
import {
  DEFAULT_PURPOSE,
  PLAN_VERSION,
  type Plan,
  type PlannedJob,
  type PlanTotals,
  type Trigger,
  type UnitTotals,
  unitOf,
} from "./plan.ts";
import { batchInvalid, PlanError } from "./plan-error.ts";
import { judgeJob, payloadHashOf } from "./plan-job.ts";
import type { Numbering } from "./request-name.ts";

/** Where the requests of a batch come from, for messages. */
export interface BatchOrigin {
  /** What is wrong with the file itself, of which `batch` is the sound part. */
  readonly mistakes?: readonly BatchMistake[];
  /** Where a field of a request stands, such as `b.yaml:4`. Default: "batch". */
  readonly placeOf?: (request: number, field?: string) => string;
  /** Where the requests of the batch stand among those of its file, for their names. Default: as they stand. */
  readonly numbering?: Numbering;
}

/**
 * Compiles, checks and prices every job of a batch. No clock, no network; files only through `loadImage`.
 * Throws PlanError with all mistakes of the batch where some request cannot be planned; otherwise mistakes are the jobs' issues.
 */
export async function makePlan(
  batch: BatchFile,
  context: PlanContext,
  { mistakes = [], placeOf = () => "batch", numbering }: BatchOrigin = {},
): Promise<Plan> {
  const items: JudgedItem[] = [];
  for (const [at, item] of expandBatch(batch, numbering).entries())
    items.push(await judgeItem(batch, item, { index: at + 1, context }));
  const found = [
    ...mistakes,
    ...items.flatMap(({ name, request, found: own }) =>
      own.map(({ field, ...mistake }) => ({
        place: placeOf(request, field),
        request: name,
        field,
        ...mistake,
      })),
    ),
  ];
  const planned = items.flatMap(({ job, request }) => (job ? [{ job, request }] : []));
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

/** One job of a batch as far as it can be planned. */
interface JudgedItem {
  readonly name: string;
  /** Number of its request among those of the batch, from 0. */
  readonly request: number;
  /** Absent where no route is known, not even by a near name of the model. With something in `found` it is good for its issues only. */
  readonly job?: PlannedJob;
  /** What keeps it from being planned: no route, or images that cannot be read. */
  readonly found: readonly { readonly field: string; readonly message: string; readonly cause?: Error }[];
}

async function judgeItem(
  batch: BatchFile,
  item: BatchItem,
  { index, context }: { readonly index: number; readonly context: PlanContext },
): Promise<JudgedItem> {
  const { name, model, family, output = batch.output, inputVideoSeconds, request: at, ...request } = item;
  const route = routeFor(request, { model, family });
  const near = route || model === undefined ? undefined : suggest(model, spellingsFor(request).flat());
  const meant = route ?? (near === undefined ? undefined : routeFor(request, { model: near, family }));
  const found = route ? [] : [{ field: "model", message: noRouteMessage(model, request, near) }];
  if (!meant) return { name, request: at, found };
  const { job, unread } = await judgeJob(
    {
      name,
      index,
      request,
      route: meant,
      ...(inputVideoSeconds === undefined ? {} : { inputVideoSeconds }),
      ...(output === undefined ? {} : { output }),
      ...(batch.strict ? { strict: true } : {}),
    },
    context,
  );
  const unreadable = unread.map(({ field, error }) => ({ field, message: error.message, cause: error }));
  return { name, request: at, job, found: [...found, ...unreadable] };
}

function routeFor(
  request: VideoRequest,
  { model, family }: { readonly [Name in "model" | "family"]: BatchItem[Name] | undefined },
): Route | undefined {
  const wanted = { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }) };
  const [route] = [
    ...selectRoutes({ capability: capabilityOf(request), ...wanted }),
    // Omni models take plain text and single images as well.
    ...(model === undefined ? [] : selectRoutes({ capability: "omni-video", ...wanted })),
  ];
  return route;
}

/** The names of each model that can do what is asked. */
function spellingsFor(request: VideoRequest): readonly (readonly string[])[] {
  const capability = capabilityOf(request);
  return MODELS.filter((entry) => entry.capabilities.includes(capability) && !entry.retiredOn).map(
    ({ standardName, legacyName }) => [legacyName, standardName].filter((word) => word !== null),
  );
}

function noRouteMessage(model: string | undefined, request: VideoRequest, near: string | undefined): string {
  const names = spellingsFor(request)
    .map((words) => words.join(" = "))
    .join(", ");
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `${model === undefined ? `no model makes ${capabilityOf(request)}` : `${JSON.stringify(model)} cannot make ${capabilityOf(request)}`}.${hint} Use ${names}.`;
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
  const [unit = "video", ...more] = new Set(jobs.map(unitOf));
  const of = (wanted: Unit) =>
    totalsOfUnit(
      jobs.filter((job) => unitOf(job) === wanted),
      wanted,
    );
  return { ...of(unit), ...(more.length === 0 ? {} : { others: more.map(of) }) };
}

function totalsOfUnit(jobs: readonly PlannedJob[], unit: Unit): UnitTotals {
  const priced = jobs.flatMap(({ estimate }) => ceilingOf(estimate) ?? []);
  const boundedJobs = jobs.filter(({ estimate }) => !estimate.isKnown && estimate.ceiling).length;
  return {
    jobs: jobs.length,
    ...(unit === "video" ? {} : { unit }),
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
