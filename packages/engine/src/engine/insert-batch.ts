import { resolve } from "node:path";
import { ceilingOf } from "@klingkit/spec";
import type { Approval } from "../approve/approval.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { contextFor, type EngineContexts } from "../context/engine-contexts.ts";
import { newId } from "../context/new-id.ts";
import { eventRow } from "../events/add-event.ts";
import { type FindParent, insertNeeds, type NewChild } from "../needs/insert-needs.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { type Plan, type PlannedJob, unitOf } from "../plan/plan.ts";
import { freePaths } from "../state/free-paths.ts";
import type { Db, NewJob } from "../store/schema.ts";
import { traceJson } from "../telemetry/trace-carrier.ts";
import { deriveKey, freshKey } from "./derive-key.ts";
import type { Place, Repeat } from "./find-earlier-jobs.ts";
import type { JobTraces } from "./job-traces.ts";
import type { Replaced } from "./replace-jobs.ts";

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
  /** Where its files go, by job: paths of a plan are relative. */
  readonly outputDirs: readonly string[];
  readonly nowMs: number;
  /** Jobs that those of the plan replace, one each. Absent where they are no retries. */
  readonly replaced?: readonly Replaced[] | undefined;
  /** External ids of the jobs, where they come from the caller's key. */
  readonly keys?: readonly string[] | undefined;
  /** The files get exactly the planned paths. */
  readonly keepsPaths?: boolean;
  /** Job of an earlier batch that stands for a job of the whole plan. */
  readonly findEarlier: FindParent;
  readonly traces: JobTraces;
}

/** Makes one approved job per planned one, due at once. Returns their ids in the order of the plan. */
export async function insertBatch(
  db: Db,
  contexts: EngineContexts,
  input: BatchInput,
): Promise<readonly string[]> {
  const { plan } = input;
  const wanted = plan.jobs.map(({ output }, at) => resolve(input.outputDirs[at] ?? "", output));
  const paths = input.keepsPaths ? wanted : await freePaths(db, wanted);
  // Ids of one moment differ by chance only; sorted, they stand in the order of the plan everywhere.
  const ids = plan.jobs.map(() => newId("j", { nowMs: input.nowMs, random: contexts[0].random })).toSorted();
  const rows = plan.jobs.map((planned, at) => {
    const replaced = input.replaced?.[at];
    const row = jobRow(contextFor(contexts, planned), input, {
      id: ids[at] ?? "",
      planned,
      place: input.places[at] ?? FIRST,
      replaced,
      key: input.keys?.[at],
      filePath: paths[at] ?? planned.output,
    });
    const origin = { approval: input.approval, replacedTrace: replaced?.trace };
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
  { plan, replaced, nowMs: atMs, findEarlier }: BatchInput,
  ids: readonly string[],
): Promise<void> {
  if (plan.jobs.every(({ needs }) => needs === undefined)) return;
  const own = new Map(plan.jobs.map(({ name, hash }, at) => [`${hash} ${name}`, ids[at] ?? ""]));
  const children: NewChild[] = [];
  for (const [at, planned] of plan.jobs.entries()) {
    if (planned.needs === undefined) continue;
    const parentIds = replaced
      ? await newestParents(db, replaced[at]?.id ?? "")
      : planned.needs.map(({ job, hash }) => own.get(`${hash} ${job}`) ?? findEarlier(job, hash));
    children.push({ id: ids[at] ?? "", planned, parentIds });
  }
  await insertNeeds(db, children, { newIds: new Set(ids), atMs });
}

/** Those of the job that is replaced, or what has replaced them by now: a new key of its request gives a parent another hash. */
async function newestParents(db: Db, replacedId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("need")
    .select("parent_id")
    .where("job_id", "=", replacedId)
    .orderBy("number")
    .execute();
  const parents: string[] = [];
  for (const { parent_id } of rows) parents.push(await newestRetry(db, parent_id));
  return parents;
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
  readonly replaced: Replaced | undefined;
  /** Its external id, where that comes from the caller's key. */
  readonly key: string | undefined;
  readonly filePath: string;
}

function jobRow({ provider }: EngineContext, input: BatchInput, row: RowInput): NewJob {
  const { plan, batchId, approvalId, nowMs } = input;
  const { id, planned, place, filePath, replaced } = row;
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
  { plan: { purpose }, repeat }: BatchInput,
  { id, planned: { hash: requestHash, request }, place: { ordinal, round }, key, replaced }: RowInput,
): string {
  if (key !== undefined) return key;
  if (request.externalTaskId) return request.externalTaskId;
  if (replaced) return deriveKey({ account, replaces: replaced.externalId, retry: replaced.retries });
  if (repeat === "fresh") return freshKey(id);
  return deriveKey({ account, purpose, requestHash, ordinal, round });
}
