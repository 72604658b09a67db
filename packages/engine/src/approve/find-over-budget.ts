import { ceilingOf, namesOfModel, roundUnits } from "@klingkit/spec";
import type { BudgetRefusal, SpendLimits } from "../context/spend-limits.ts";
import { findExceeded } from "../ledger/limits.ts";
import { type AccountJobs, groupByAccount } from "../plan/group-by-account.ts";
import { type Plan, type PlannedJob, unitOf } from "../plan/plan.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Db } from "../store/schema.ts";

export interface OverBudgetOptions {
  readonly limits: SpendLimits;
  readonly accountFor: (job: PlannedJob) => AccountKey;
  readonly batchId: string;
  /** Whether jobs that are approved and not sent count, too. Default false: whoever sends them holds them back. */
  readonly countsUnsent?: boolean;
  readonly nowMs: number;
}

export interface OverBudget {
  readonly refusal: BudgetRefusal;
  /**
   * What the limit would let through: `counted`, a request that counts for it, if that were alone; `others`, only requests that do
   * not count, such as those of other models or units; `nothing`.
   */
  readonly passing: "counted" | "others" | "nothing";
}

/** The first limit that a plan would break, of any account that pays for it and any unit; undefined when all hold. */
export async function findOverBudget(
  db: Db,
  plan: Plan,
  options: OverBudgetOptions,
): Promise<OverBudget | undefined> {
  for (const { jobs, ...key } of groupByAccount(plan.jobs, options.accountFor)) {
    for (const unit of new Set(jobs.map(unitOf))) {
      const ofUnit = jobs.filter((job) => unitOf(job) === unit);
      const found = await findInUnit(db, { ...key, jobs: ofUnit }, options);
      if (found) return { refusal: found.refusal, passing: passingOf(plan, found) };
    }
  }
  return undefined;
}

interface Found {
  readonly refusal: BudgetRefusal;
  /** Jobs that count for the limit. */
  readonly counted: readonly PlannedJob[];
}

function passingOf({ jobs }: Plan, { refusal, counted }: Found): OverBudget["passing"] {
  const { limitUnits, committedUnits, unsentUnits = 0 } = refusal;
  const left = roundUnits(limitUnits - committedUnits - unsentUnits);
  const fits = (job: PlannedJob) => (unitsOf([job]) ?? Number.POSITIVE_INFINITY) <= left;
  if (counted.some(fits)) return "counted";
  return jobs.length > counted.length ? "others" : "nothing";
}

/** All jobs are paid in one unit by one account. */
async function findInUnit(
  db: Db,
  { jobs, ...key }: AccountJobs,
  { limits: { unitsPerModel, ...whole }, batchId, countsUnsent = false, nowMs }: OverBudgetOptions,
): Promise<Found | undefined> {
  const [first] = jobs;
  if (!first) return undefined;
  const wanted = { ...key, batch_id: batchId, unit: unitOf(first), nowMs, countsUnsent };
  for (const model of new Set(jobs.map((job) => job.model))) {
    const names = namesOfModel(model);
    const counted = jobs.filter((job) => names.includes(job.model));
    const limit = unitsPerModel ? { unitsPerModel } : {};
    const refusal = await findExceeded(db, limit, { ...wanted, model, units: unitsOf(counted) });
    if (refusal) return { refusal, counted };
  }
  const refusal = await findExceeded(db, whole, { ...wanted, model: "", units: unitsOf(jobs) });
  return refusal && { refusal, counted: jobs };
}

/** The most that jobs can cost; null where the price of any is unknown. */
function unitsOf(jobs: readonly PlannedJob[]): number | null {
  const prices = jobs.flatMap(({ estimate }) => ceilingOf(estimate) ?? []);
  if (prices.length < jobs.length) return null;
  return roundUnits(prices.reduce((sum, { units }) => sum + units, 0));
}
