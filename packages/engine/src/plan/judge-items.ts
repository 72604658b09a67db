import { ceilingOf, isJsonObject } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { BatchItem } from "./expand-batch.ts";
import { higgsfieldPlanner } from "./higgsfield-requests.ts";
import { type ItemNeed, readGraph } from "./job-graph.ts";
import { klingPlanner } from "./kling-requests.ts";
import { withDefaultHints, withoutIdleDefaults, withoutIdleRemarks } from "./left-out-defaults.ts";
import { isOperationItem, judgeOperationItem } from "./operation-requests.ts";
import { withOtherService } from "./other-service.ts";
import type { PlannedJob } from "./plan.ts";
import { judgeDecoder, judgeNeed, type Parent, secondsOf, toPlannedNeed } from "./plan-needs.ts";
import { type JudgedItem, type RequestItem, type RequestPlanner, requestOf } from "./request-planner.ts";
import { withPlaces } from "./with-places.ts";

/** Who makes requests that do not say it themselves. */
export interface RouteChoice {
  /** Default `kling`. */
  readonly service?: string | undefined;
  /** Takes the cheapest route of all services that honours the whole request. Default false. */
  readonly isCheapest?: boolean | undefined;
}

const PLANNERS: readonly RequestPlanner[] = [klingPlanner, higgsfieldPlanner];

/** Names of the services that requests can be planned for. */
export const PLANNED_SERVICES: readonly string[] = PLANNERS.map(({ service }) => service);

/**
 * What each route of every service would make of a request, and at which price; those that refuse it among them.
 * One that names its operation has the one route of that.
 */
export async function planOffers(item: RequestItem): Promise<readonly PlannedJob[]> {
  requireObjects("planOffers", { item });
  const jobs: PlannedJob[] = [];
  if (isOperationItem(item)) {
    const { job } = await judgeOperationItem(item);
    return job ? [job] : [];
  }
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
  if (isOperationItem(item)) return judgeOperationItem(item);
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

/** Warnings of something that was asked for, and that the route leaves out. */
const LEFT_OUT: readonly string[] = ["cfg-scale-ignored"];

/** What a route leaves out of a request, although others may have it. */
export function leftOutOf(job: Pick<PlannedJob, "warnings">): PlannedJob["warnings"] {
  requireObjects("leftOutOf", { job });
  requireObjects("leftOutOf", { warnings: job.warnings });
  return job.warnings.filter(({ rule }) => LEFT_OUT.includes(rule));
}

/** Of the jobs that can be sent, the one that costs least at list price; those without a price are none of them. */
function findCheapest(jobs: readonly PlannedJob[]): PlannedJob | undefined {
  const priced = jobs.flatMap((job) => {
    const price = ceilingOf(job.estimate);
    return job.issues.length > 0 || !price ? [] : [{ job, usd: price.usd }];
  });
  const whole = priced.filter(({ job }) => leftOutOf(job).length === 0);
  // Where every route leaves something out, none is better for it.
  return (whole.length > 0 ? whole : priced).toSorted((left, right) => left.usd - right.usd)[0]?.job;
}

/** A request with what other requests make for it, and how it is planned. */
export interface JudgedRequest {
  readonly asked: RequestItem;
  readonly wanted: readonly WantedOfParent[];
  /** By itself: whether the others make what it needs is not looked at. */
  readonly own: JudgedItem;
  /** What keeps it from being planned on any route: names of none, circles, no decoder of frames. */
  readonly unmade: JudgedItem["found"];
}

type WantedOfParent = readonly [ItemNeed, Parent];

/** The whole judgement: a job also depends on what it needs. */
export const judgementOf = ({ own, wanted, unmade }: JudgedRequest): JudgedItem => {
  const found = [...judgeNeeds(wanted, own.job ?? {}), ...unmade];
  return found.length === 0 ? own : { ...own, found: [...own.found, ...found] };
};

/** What a job cannot take of the others. */
export const judgeNeeds = (
  wanted: readonly WantedOfParent[],
  job: Parameters<typeof judgeNeed>[2],
): JudgedItem["found"] => wanted.flatMap(([need, parent]) => judgeNeed(need, parent, job));

/** Each after those that it needs, in the order of the batch. */
export async function judgeItems(
  asked: readonly BatchItem[],
  { batch, context, choice }: Pick<RequestItem, "batch" | "context"> & { readonly choice: RouteChoice },
): Promise<readonly JudgedRequest[]> {
  const items = asked.map(withPlaces);
  const graph = readGraph(
    items.map((item) => ({
      name: item.name,
      request: requestOf({ item }),
      operation: item.operation,
      body: isJsonObject(item.body) ? item.body : undefined,
    })),
  );
  const judged: JudgedRequest[] = [];
  const equal = new Map<string, number[]>();
  for (const at of graph.order) {
    const item = items[at];
    if (!item) continue;
    const wanted = (graph.needs.get(at) ?? []).map((need) => [need, parentOf(judged, need, equal)] as const);
    const needs = wanted.map(([need, parent]) => toPlannedNeed(need, parent));
    const one: RequestItem = { item, batch, index: at + 1, context, needs, needSeconds: secondsOf(wanted) };
    const own = await judgeItem(one, choice);
    const decoder = await judgeDecoder(
      wanted.map(([need]) => need),
      context,
    );
    if (own.job) equal.set(own.job.hash, [...(equal.get(own.job.hash) ?? []), at]);
    judged[at] = { asked: one, wanted, own, unmade: [...(graph.mistakes.get(at) ?? []), ...decoder] };
  }
  return judged;
}

/** Jobs with equal requests are planned one after the other, and before all that need one of them. */
function parentOf(
  judged: readonly JudgedRequest[],
  { parent: at = -1, job: wanted }: ItemNeed,
  equal: ReadonlyMap<string, readonly number[]>,
): Parent {
  const { name = wanted, job, results = [] } = judged[at]?.own ?? {};
  const ordinal = job ? (equal.get(job.hash) ?? []).indexOf(at) : 0;
  return { name, job, results, ordinal };
}
