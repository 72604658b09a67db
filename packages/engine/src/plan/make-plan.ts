import { ceilingOf, type Issue, isJsonObject, PRICE_CARD, roundUnits, type Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { ConfigError } from "klingkit";
import { isFields } from "../arguments/is-fields.ts";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireObjects, requireTexts } from "../arguments/require-arguments.ts";
import type { PlanContext } from "../context/media-loader.ts";
import { findConflicts, findEqualIds } from "./batch-conflicts.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import type { BatchFile } from "./batch-schema.ts";
import { hashOf } from "./canonical.ts";
import { type BatchItem, expandBatch } from "./expand-batch.ts";
import type { FilePlace } from "./file-place.ts";
import { higgsfieldPlanner } from "./higgsfield-requests.ts";
import { type ItemNeed, readGraph } from "./job-graph.ts";
import { klingPlanner } from "./kling-requests.ts";
import { withDefaultHints, withoutIdleDefaults, withoutIdleRemarks } from "./left-out-defaults.ts";
import { judgeOperationItem } from "./operation-requests.ts";
import { withOtherService } from "./other-service.ts";
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
import { batchInvalid } from "./plan-error.ts";
import { payloadHashOf } from "./plan-job.ts";
import { judgeDecoder, judgeNeed, type Parent, secondsOf, toPlannedNeed } from "./plan-needs.ts";
import { tracePlan } from "./plan-traces.ts";
import type { Numbering } from "./request-name.ts";
import { type JudgedItem, type RequestItem, type RequestPlanner, requestOf } from "./request-planner.ts";
import { withPlaces } from "./with-places.ts";
import { shownValue } from "./written-value.ts";

/** Where the requests of a batch come from, for messages. */
export interface BatchOrigin {
  /** What is wrong with the file itself, of which `batch` is the sound part. */
  readonly mistakes?: readonly BatchMistake[];
  /** Where a field of a request stands. Default: the file `batch`, without a line. */
  readonly placeOf?: (request: number, field?: string) => FilePlace;
  /** Where a list of the matrix stands. Default: the same. */
  readonly placeOfMatrix?: (field: string) => FilePlace;
  /** Where the requests of the batch stand among those of its file, for their names. Default: as they stand. */
  readonly numbering?: Numbering;
}

/** Who makes requests that do not say it themselves. */
export interface RouteChoice {
  /** Default `kling`. */
  readonly service?: string | undefined;
  /** Takes the cheapest route of all services that honours the whole request. Default false. */
  readonly isCheapest?: boolean | undefined;
}

const CHOICE_NAMES: KeysOf<RouteChoice> = {
  service: true,
  isCheapest: true,
};

const PLANNERS: readonly RequestPlanner[] = [klingPlanner, higgsfieldPlanner];

/** Names of the services that requests can be planned for. */
export const PLANNED_SERVICES: readonly string[] = PLANNERS.map(({ service }) => service);

/** What each route of every service would make of a request, and at which price; those that refuse it among them. */
export async function planOffers(item: RequestItem): Promise<readonly PlannedJob[]> {
  requireObjects("planOffers", { item });
  const jobs: PlannedJob[] = [];
  for (const planner of PLANNERS) jobs.push(...(await offersOf(planner, item)));
  return jobs;
}

/** Each route by itself: one may have a default that another does not have. */
async function offersOf(planner: RequestPlanner, item: RequestItem): Promise<readonly PlannedJob[]> {
  const jobs = await planner.offers(item);
  const offers: PlannedJob[] = [];
  for (const job of jobs) {
    const left = withoutIdleDefaults(item, job);
    const again = left ? await planner.offers(left) : [];
    offers.push(spoken(item, again.find(({ routeId }) => routeId === job.routeId) ?? job));
  }
  return offers;
}

/** The job for the best route, without defaults that mean nothing there. */
async function judgeBy(planner: RequestPlanner, item: RequestItem): Promise<JudgedItem> {
  const judged = await planner.judge(item);
  const left = withoutIdleDefaults(item, judged.job);
  if (left) return judgeBy(planner, left);
  if (!judged.job) return judged;
  // A remark on a default that means nothing here is no reason to refuse.
  const lenient = item.batch.strict ? await judgeBy(planner, withoutStrict(item)) : undefined;
  if (lenient?.job?.warnings.length === 0) return lenient;
  return { ...judged, job: spoken(item, judged.job) };
}

const withoutStrict = (item: RequestItem): RequestItem => ({
  ...item,
  batch: { ...item.batch, strict: false },
});

/** What is said of the defaults of a job. */
const spoken = (item: RequestItem, job: PlannedJob): PlannedJob =>
  withDefaultHints(item, withoutIdleRemarks(item, job));

async function judgeItem(
  item: RequestItem,
  { service = "kling", isCheapest }: RouteChoice,
): Promise<JudgedItem> {
  if (item.item.operation !== undefined || item.item.body !== undefined) return judgeOperationItem(item);
  const named = item.item.service ?? service;
  const planner = PLANNERS.find((one) => one.service === named) ?? klingPlanner;
  const judged = await withOtherService(
    await judgeBy(planner, item),
    item,
    PLANNERS.filter((one) => one !== planner),
  );
  if (!isCheapest || item.item.service !== undefined) return judged;
  const cheapest = findCheapest(await planOffers(item));
  return cheapest ? { ...judged, job: cheapest, found: [] } : judged;
}

/** Of the jobs that can be sent, the one that costs least at list price; those without a price are none of them. */
function findCheapest(jobs: readonly PlannedJob[]): PlannedJob | undefined {
  const priced = jobs.flatMap((job) => {
    const price = ceilingOf(job.estimate);
    return job.issues.length > 0 || !price ? [] : [{ job, usd: price.usd }];
  });
  return priced.toSorted((left, right) => left.usd - right.usd)[0]?.job;
}

/**
 * Compiles, checks and prices every job of a batch. No clock, no network; files only through `loadImage`.
 * Throws PlanError with all mistakes of the batch where some request cannot be planned; otherwise mistakes are the jobs' issues.
 */
export const makePlan = (
  batch: BatchFile,
  context: PlanContext,
  origin: BatchOrigin = {},
  choice: RouteChoice = {},
): Promise<Plan> =>
  // For callers without types: a context that was forgotten is said, not stumbled over.
  isFields(batch) && typeof context?.loadImage === "function"
    ? tracePlan(context.telemetry, async () => {
        refuseUnknown("makePlan", choice, CHOICE_NAMES);
        return planBatch(batch, context, origin, choice);
      })
    : Promise.reject(new ConfigError({ option: isFields(batch) ? "context" : "batch", message: NEEDS }));

const NEEDS =
  "makePlan needs a batch, such as { requests: [{ prompt }] }, and a context, such as { loadImage }. Nothing was sent.";

const nowhere = (): FilePlace => ({ file: "batch" });

async function planBatch(
  batch: BatchFile,
  context: PlanContext,
  { mistakes = [], placeOf = nowhere, placeOfMatrix = nowhere, numbering }: BatchOrigin,
  choice: RouteChoice,
): Promise<Plan> {
  const asked = expandBatch(batch, numbering);
  const items = await judgeItems(asked, { batch, context, choice });
  const found = [
    ...mistakes,
    ...findConflicts(batch, asked, { placeOf, placeOfMatrix }),
    ...findEqualIds(items, placeOf),
    ...items.flatMap(({ name, request, found: own }) =>
      own.map(({ field, ...mistake }) => ({
        ...placeOf(request, field),
        request: name,
        field,
        ...mistake,
      })),
    ),
  ];
  const planned = items.flatMap(({ job, request }) => (job ? [{ job, request }] : []));
  const jobs = withOwnOutputs(planned.map(({ job }) => job));
  if (found.length === 0) return sealPlan(batch.purpose ?? DEFAULT_PURPOSE, jobs);
  const others = jobs.flatMap(({ name, request, issues }, at) =>
    issues.map((issue) =>
      mistakeOf(issue, { name, request }, placeOf(planned[at]?.request ?? 0, issue.field)),
    ),
  );
  throw batchInvalid([...found, ...others]);
}

/** Each after those that it needs, in the order of the batch. */
async function judgeItems(
  asked: readonly BatchItem[],
  { batch, context, choice }: Pick<RequestItem, "batch" | "context"> & { readonly choice: RouteChoice },
): Promise<readonly JudgedItem[]> {
  const items = asked.map(withPlaces);
  const graph = readGraph(
    items.map((item) => ({
      name: item.name,
      request: requestOf({ item }),
      operation: item.operation,
      body: isJsonObject(item.body) ? item.body : undefined,
    })),
  );
  const judged: JudgedItem[] = [];
  const equal = new Map<string, number[]>();
  for (const at of graph.order) {
    const item = items[at];
    if (!item) continue;
    const wanted = (graph.needs.get(at) ?? []).map((need) => [need, parentOf(judged, need, equal)] as const);
    const needs = wanted.map(([need, parent]) => toPlannedNeed(need, parent));
    const needSeconds = secondsOf(wanted);
    const one = await judgeItem({ item, batch, index: at + 1, context, needs, needSeconds }, choice);
    const found = [
      ...(graph.mistakes.get(at) ?? []),
      ...wanted.flatMap(([need, parent]) => judgeNeed(need, parent, one.job ?? {})),
      ...(await judgeDecoder(
        wanted.map(([need]) => need),
        context,
      )),
    ];
    if (one.job) equal.set(one.job.hash, [...(equal.get(one.job.hash) ?? []), at]);
    judged[at] = found.length === 0 ? one : { ...one, found: [...one.found, ...found] };
  }
  return judged;
}

/** Jobs with equal requests are planned one after the other, and before all that need one of them. */
function parentOf(
  judged: readonly JudgedItem[],
  { parent: at = -1, job: wanted }: ItemNeed,
  equal: ReadonlyMap<string, readonly number[]>,
): Parent {
  const { name = wanted, job, results = [] } = judged[at] ?? {};
  const ordinal = job ? (equal.get(job.hash) ?? []).indexOf(at) : 0;
  return { name, job, results, ordinal };
}

/** An issue of a planned job as a mistake of its batch. */
export function mistakeOf(
  { field, path, message, allowed }: Pick<Issue, "field" | "path" | "message" | "allowed">,
  { name, request }: Pick<PlannedJob, "name" | "request">,
  place: FilePlace,
): BatchMistake {
  const named = field ?? path;
  const words = message.startsWith(`${named}: `) ? message.slice(named.length + 2) : message;
  const value = shownValue(named, Object.entries(request).find(([key]) => key === named)?.[1]);
  return {
    ...place,
    request: name,
    field: named,
    ...(value === undefined ? {} : { value }),
    message: words,
    ...(allowed ? { allowed } : {}),
  };
}

/** Puts jobs under one hash with totals, triggers and verdict. */
export function sealPlan(purpose: string, jobs: readonly PlannedJob[]): Plan {
  requireTexts("sealPlan", { purpose });
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
  const isVerified = ({ routeState }: PlannedJob) => routeState === "verified" || routeState === "documented";
  return [
    ...(jobs.length > 0 ? (["billable-create"] as const) : []),
    ...(jobs.every(isVerified) ? [] : (["hypothesis-payload"] as const)),
    ...(jobs.length > 1 ? (["several-creates-for-one-purpose"] as const) : []),
  ];
}
