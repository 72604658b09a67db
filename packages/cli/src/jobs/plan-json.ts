import {
  checkedPayload,
  findPaidOperation,
  isOperationJob,
  type Plan,
  type PlannedJob,
  type PlannedNeed,
  type UnitTotals,
} from "@klingkit/engine";
import { type AudioMode, compile, findRoute, isJsonObject, type ResultOutcome } from "@klingkit/spec";
import { countOf } from "../terminal/count-of.ts";
import { estimateJson } from "./estimate.ts";

/** Totals; with `bounded_jobs` the sums are the most, and what is missing from them is counted beside them. */
export function totalsJson({ others = [], ...first }: Plan["totals"]): Readonly<Record<string, unknown>> {
  return {
    ...unitTotalsJson(first),
    ...(others.length === 0 ? {} : { other_units: others.map(unitTotalsJson) }),
  };
}

function unitTotalsJson({
  jobs,
  units,
  unit,
  usd,
  boundedJobs = 0,
  unpricedJobs,
}: UnitTotals): Readonly<Record<string, unknown>> {
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
export function factsOf(job: PlannedJob): ShownFacts | undefined {
  // A body that a person wrote is on a route, too, but its settings are not those of the request, which has none.
  const route = isOperationJob(job) ? undefined : findRoute(job.routeId);
  if (route) return compile(job.request, route).facts;
  const [result] = resultsOf(job);
  if (result?.kind !== "video") return undefined;
  const { seconds, resolution, aspectRatio } = result;
  return { durationSeconds: seconds, resolution, aspectRatio, audio: audioOf(result) };
}

function audioOf({ hasSound, keepsSound }: ResultOutcome): AudioMode {
  if (!hasSound) return "off";
  return keepsSound ? "original" : "native";
}

/** What the body of an operation will bring, as far as that is known. */
function resultsOf(job: PlannedJob): readonly ResultOutcome[] {
  const payload = checkedPayload(job);
  const body = isJsonObject(payload) ? payload : {};
  const operation = findPaidOperation(job.operation ?? job.routeId);
  return operation?.judge(body, { isLocalService: true }).outcome?.results ?? [];
}

/** How many files come beside the first one; `mayBeMore` where the service decides how many it finds. */
export function furtherFilesOf(job: PlannedJob): { readonly count: number; readonly mayBeMore: boolean } {
  const results = resultsOf(job).filter(({ kind }) => kind !== "element" && kind !== "voice");
  const files = results.reduce((sum, { formats }) => sum + (formats?.length ?? 1), 0);
  return { count: Math.max(0, files - 1), mayBeMore: results.some(({ mayBeSeveral }) => mayBeSeveral) };
}

/** `2 images`, `1 video, 1 sound`; undefined for a job that makes one video. */
export function madeOf(job: PlannedJob): string | undefined {
  const kinds = kindsOf(job);
  return kinds.length === 1 && kinds[0] === "video" ? undefined : countKinds(kinds);
}

/** What jobs make together: `3 videos, 1 sound`. */
export const sumMade = (jobs: readonly PlannedJob[]): string => countKinds(jobs.flatMap(kindsOf));

/** Where nothing better is known, a video. */
function kindsOf(job: PlannedJob): readonly string[] {
  const kinds = findRoute(job.routeId) ? [] : resultsOf(job).map(({ kind }) => kind);
  return kinds.length === 0 ? ["video"] : kinds;
}

const countKinds = (kinds: readonly string[]): string =>
  [...Map.groupBy(kinds, (kind) => kind)]
    .map(([kind, list]) => countOf(list.length, kind === "audio" ? "sound" : kind))
    .join(", ");

/** What of a video is shown before it is bought. */
interface ShownFacts {
  readonly durationSeconds?: number | undefined;
  readonly resolution?: string | undefined;
  readonly aspectRatio?: string | undefined;
  readonly audio?: string | undefined;
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

/** What it takes of another job of the plan. */
const needJson = ({ job, form, number }: PlannedNeed) => ({ job, takes: form, result: number });

function plannedJobJson(job: PlannedJob): Readonly<Record<string, unknown>> {
  const facts = factsOf(job);
  return {
    name: job.name,
    service: job.service ?? "kling",
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
    ...(job.needs ? { needs: job.needs.map(needJson) } : {}),
    warnings: job.warnings,
    issues: job.issues,
  };
}
