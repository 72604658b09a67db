import { resolve } from "node:path";
import { ceilingOf } from "@klingkit/spec";
import type { Approval } from "../approve/approval.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { contextFor, type EngineContexts } from "../context/engine-contexts.ts";
import { newId } from "../context/new-id.ts";
import { eventRow } from "../events/add-event.ts";
import { type FindParent, insertNeeds } from "../needs/insert-needs.ts";
import { type Plan, type PlannedJob, unitOf } from "../plan/plan.ts";
import { freePaths } from "../store/free-paths.ts";
import type { Db, NewJob } from "../store/schema.ts";
import { type TraceCarrier, traceJson } from "../telemetry/trace-carrier.ts";
import { deriveKey, freshKey } from "./derive-key.ts";
import type { Place, Repeat } from "./find-earlier-jobs.ts";
import type { JobTraces } from "./job-traces.ts";

/** Rows per statement; below SQLite's limit of parameters. */
const CHUNK = 400;

export interface BatchInput {
  readonly plan: Plan;
  /** Which purchase each job is, in the order of the plan. */
  readonly places: readonly Place[];
  readonly repeat: Repeat;
  readonly batchId: string;
  readonly approvalId?: string;
  readonly approval?: Approval;
  readonly outputDir: string;
  readonly nowMs: number;
  /** Job that a batch of one replaces. */
  readonly replaced?: Replaced | undefined;
  /** External ids of the jobs, where they come from the caller's key. */
  readonly keys?: readonly string[] | undefined;
  /** The files get exactly the planned paths. */
  readonly keepsPaths?: boolean;
  /** Job of an earlier batch that stands for a job of the whole plan. */
  readonly findEarlier: FindParent;
  readonly traces: JobTraces;
}

export interface Replaced extends Place {
  readonly id: string;
  readonly externalId: string;
  /** How often it was replaced before. */
  readonly retries: number;
  readonly trace: TraceCarrier | undefined;
  /** Where its planned path begins. */
  readonly folder: string | undefined;
}

/** Makes one approved job per planned one, due at once. Returns their ids in the order of the plan. */
export async function insertBatch(
  db: Db,
  contexts: EngineContexts,
  input: BatchInput,
): Promise<readonly string[]> {
  const { plan } = input;
  const wanted = plan.jobs.map(({ output }) => resolve(input.outputDir, output));
  const paths = input.keepsPaths ? wanted : await freePaths(db, wanted);
  // Ids of one moment differ by chance only; sorted, they stand in the order of the plan everywhere.
  const ids = plan.jobs.map(() => newId("j", { nowMs: input.nowMs, random: contexts[0].random })).toSorted();
  const origin = { approval: input.approval, replacedTrace: input.replaced?.trace };
  const rows = plan.jobs.map((planned, at) => {
    const row = jobRow(contextFor(contexts, planned), input, {
      id: ids[at] ?? "",
      planned,
      place: input.replaced ?? input.places[at] ?? FIRST,
      key: input.keys?.[at],
      filePath: paths[at] ?? planned.output,
    });
    return { ...row, trace_json: traceJson(input.traces.traceOf(at, row, origin)) };
  });
  const plans = rows.map(({ id }, at) => ({ job_id: id, planned_json: JSON.stringify(plan.jobs[at]) }));
  const { nowMs: atMs } = input;
  const events = rows.flatMap(({ id: jobId, name, plan_hash }, at) => [
    eventRow({
      atMs,
      jobId,
      kind: "job-planned",
      to: "planned",
      data: { name, planHash: plan_hash, ...warningsOf(plan.jobs[at]) },
    }),
    eventRow({
      atMs,
      jobId,
      kind: "job-approved",
      from: "planned",
      to: "approved",
      data: input.approvalId === undefined ? {} : { approvalId: input.approvalId },
    }),
  ]);
  for (const part of chunks(rows)) await db.insertInto("job").values(part).execute();
  for (const part of chunks(plans)) await db.insertInto("job_plan").values(part).execute();
  for (const part of chunks(events)) await db.insertInto("event").values(part).execute();
  await linkJobs(db, input, ids);
  return rows.map(({ id }) => id);
}

/** Jobs that take results of others, to the jobs of this batch or of earlier ones that make them. */
async function linkJobs(
  db: Db,
  { plan, nowMs: atMs, findEarlier }: BatchInput,
  ids: readonly string[],
): Promise<void> {
  const children = plan.jobs.flatMap((planned, at) =>
    planned.needs ? [{ id: ids[at] ?? "", planned }] : [],
  );
  if (children.length === 0) return;
  const own = new Map(plan.jobs.map(({ name, hash }, at) => [`${hash} ${name}`, ids[at] ?? ""]));
  const findParent: FindParent = (name, hash) => own.get(`${hash} ${name}`) ?? findEarlier(name, hash);
  await insertNeeds(db, children, { findParent, newIds: new Set(ids), atMs });
}

const warningsOf = ({ warnings = [] }: Partial<PlannedJob> = {}) =>
  warnings.length === 0 ? {} : { warnings: warnings.map(({ message }) => message) };

const FIRST: Place = { ordinal: 0, round: 0 };

function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

interface RowInput {
  readonly id: string;
  readonly planned: PlannedJob;
  readonly place: Place;
  /** Its external id, where that comes from the caller's key. */
  readonly key: string | undefined;
  readonly filePath: string;
}

function jobRow({ provider }: EngineContext, input: BatchInput, row: RowInput): NewJob {
  const { plan, batchId, approvalId, nowMs, replaced } = input;
  const { id, planned, place, filePath } = row;
  const { estimate } = planned;
  return {
    id,
    batch_id: batchId,
    purpose: plan.purpose,
    name: planned.name,
    route_id: planned.routeId,
    model: planned.model,
    plan_hash: planned.hash,
    provider: provider.name,
    account: provider.account,
    ...provider.poolOf(planned),
    state: "approved",
    version: 1,
    ...(planned.needs ? { next_at: null, waits_for: "parent" } : { next_at: nowMs, waits_for: null }),
    lease_owner: null,
    // The service's idempotency key: made once, kept for ever.
    ext_id: externalIdOf(provider.account, input, row),
    ordinal: place.ordinal,
    round: place.round,
    task_id: null,
    approval_id: approvalId ?? null,
    estimate_units: ceilingOf(estimate)?.units ?? null,
    unit: unitOf(planned),
    failures: 0,
    error_json: null,
    file_path: filePath,
    timing_key: timingKeyOf(planned),
    accepted_at: null,
    ended_at: null,
    raw_status: null,
    result_url: null,
    retry_of: replaced?.id ?? null,
    need_count: planned.needs?.length ?? 0,
    created_at: nowMs,
    updated_at: nowMs,
  };
}

function timingKeyOf({ routeId, capability, estimate }: PlannedJob): string {
  const seconds = estimate.isKnown ? estimate.seconds : "?";
  return capability === undefined && (seconds === undefined || seconds === "?")
    ? routeId
    : `${routeId} ${seconds}s`;
}

/** The caller's own key where the request has one; an empty one is none, as at the service. */
function externalIdOf(
  account: string,
  { plan: { purpose }, repeat, replaced }: BatchInput,
  { id, planned: { hash: requestHash, request }, place: { ordinal, round }, key }: RowInput,
): string {
  if (key !== undefined) return key;
  if (request.externalTaskId) return request.externalTaskId;
  if (replaced) return deriveKey({ account, replaces: replaced.externalId, retry: replaced.retries });
  if (repeat === "fresh") return freshKey(id);
  return deriveKey({ account, purpose, requestHash, ordinal, round });
}
