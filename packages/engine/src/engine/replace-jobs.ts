import { dirname, isAbsolute, relative, resolve } from "node:path";
import { RESULT_GONE } from "../collect/result-gone.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { sealPlan } from "../plan/make-plan.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import { keepTrace } from "../plan/plan-traces.ts";
import { isEndedBadly, REST_STATES } from "../state/transitions.ts";
import { errorCodeOf } from "../store/error-code.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { carrierOf, type TraceCarrier } from "../telemetry/trace-carrier.ts";
import type { EarlierJobs, Place } from "./find-earlier-jobs.ts";

/** A job whose place a new one takes. */
export interface Replaced extends Place {
  readonly id: string;
  readonly externalId: string;
  /** How often it was replaced before. */
  readonly retries: number;
  readonly trace: TraceCarrier | undefined;
  /** Where its planned path begins. */
  readonly folder: string | undefined;
}

export interface Replacements extends EarlierJobs {
  /** One per job of `toBuy`, in its order. */
  readonly replaced: readonly Replaced[];
}

/**
 * The one job that a plan of one replaces, whatever its result. One that was retried since, or whose task was found since, is not
 * bought again: two processes that retry it together buy once.
 */
export async function replaceOne(db: Db, plan: Plan, id: string): Promise<Replacements> {
  const job = await getJob(db, await newestRetry(db, id));
  if (job.id !== id || !REST_STATES.includes(job.state))
    return { ...NOTHING, toBuy: planOf(plan, []), earlier: [job] };
  const replaced = await readReplaced(db, job);
  return { toBuy: plan, places: [replaced], earlier: plan.jobs.map(() => undefined), replaced: [replaced] };
}

const NOTHING = { places: [], replaced: [] } as const;

const planOf = (plan: Plan, jobs: readonly PlannedJob[]): Plan =>
  keepTrace(sealPlan(plan.purpose, jobs), plan);

/**
 * The jobs that a plan replaces, one each in its order. What another retry has replaced since the plan was made is not bought again,
 * nor is a job whose task was found since.
 */
export async function replaceEach(db: Db, plan: Plan, ids: readonly string[]): Promise<Replacements> {
  const found = [];
  for (const [at, planned] of plan.jobs.entries()) {
    const job = await getJob(db, await newestRetry(db, ids[at] ?? ""));
    const isReplaced = job.id !== ids[at] || !isWithoutResult(job);
    found.push(isReplaced ? { planned, job } : { planned, replaced: await readReplaced(db, job) });
  }
  const replaced = found.flatMap((one) => one.replaced ?? []);
  const left = found.flatMap((one) => (one.replaced ? [one.planned] : []));
  return {
    toBuy: left.length === plan.jobs.length ? plan : planOf(plan, left),
    places: replaced,
    earlier: found.map(({ job }) => job),
    replaced,
  };
}

/** Ended without its result, or its result is gone at the service. */
export const isWithoutResult = ({ state, error_json }: Pick<JobRow, "state" | "error_json">): boolean =>
  isEndedBadly(state) || (state === "collected" && errorCodeOf(error_json) === RESULT_GONE);

async function readReplaced(db: Db, job: JobRow): Promise<Replaced> {
  const { id, ext_id: externalId, ordinal, round, trace_json, file_path } = job;
  const retries = await db.selectFrom("job").select("id").where("retry_of", "=", id).execute();
  const row = await db
    .selectFrom("job_plan")
    .select("planned_json")
    .where("job_id", "=", id)
    .executeTakeFirst();
  const folder = row && folderOf(file_path, row.planned_json);
  return { id, externalId, ordinal, round, retries: retries.length, trace: carrierOf(trace_json), folder };
}

/** The folder in which the planned path begins; a file may have got a number, its folders are as planned. Undefined without a file. */
function folderOf(filePath: string, plannedJson: string): string | undefined {
  // Written by the engine.
  const { output } = JSON.parse(plannedJson) as Pick<PlannedJob, "output">;
  if (filePath === "" || isAbsolute(output)) return undefined;
  const above = relative(resolve("/", dirname(output)), "/");
  return resolve(dirname(filePath), above);
}
