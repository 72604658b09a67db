import { ceilingOf, type Issue, PRICE_CARD, roundUnits, type Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { ConfigError } from "klingkit";
import { isFields } from "../arguments/is-fields.ts";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireTexts } from "../arguments/require-arguments.ts";
import type { PlanContext } from "../context/media-loader.ts";
import { findConflicts, findEqualIds } from "./batch-conflicts.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import type { BatchFile } from "./batch-schema.ts";
import { hashOf } from "./canonical.ts";
import { expandBatch } from "./expand-batch.ts";
import type { FilePlace } from "./file-place.ts";
import { judgeItems, judgementOf, type RouteChoice } from "./judge-items.ts";
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
import { tracePlan } from "./plan-traces.ts";
import type { Numbering } from "./request-name.ts";
import type { JudgedItem } from "./request-planner.ts";
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

const CHOICE_NAMES: KeysOf<RouteChoice> = {
  service: true,
  isCheapest: true,
};

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

export const nowhere = (): FilePlace => ({ file: "batch" });

async function planBatch(
  batch: BatchFile,
  context: PlanContext,
  { mistakes = [], placeOf = nowhere, placeOfMatrix = nowhere, numbering }: BatchOrigin,
  choice: RouteChoice,
): Promise<Plan> {
  const asked = expandBatch(batch, numbering);
  const items = (await judgeItems(asked, { batch, context, choice })).map(judgementOf);
  const found = [
    ...mistakes,
    ...findConflicts(batch, asked, { placeOf, placeOfMatrix }),
    ...findEqualIds(items, placeOf),
    ...placedMistakes(items, placeOf),
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

/** What keeps requests from being planned, with its place in the file. */
export const placedMistakes = (
  items: readonly Pick<JudgedItem, "name" | "request" | "found">[],
  placeOf: NonNullable<BatchOrigin["placeOf"]>,
): readonly BatchMistake[] =>
  items.flatMap(({ name, request, found }) =>
    found.map(({ field, ...mistake }) => ({ ...placeOf(request, field), request: name, field, ...mistake })),
  );

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
