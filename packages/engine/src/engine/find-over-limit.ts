import { findOverBudget } from "../approve/find-over-budget.ts";
import { type ApprovalPolicy, limitsOf } from "../approve/policy.ts";
import type { BudgetRefusal } from "../context/spend-limits.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Db } from "../store/schema.ts";

interface LimitedRun {
  readonly policy: ApprovalPolicy;
  readonly accountFor: (job: PlannedJob) => AccountKey;
  readonly nowMs: number;
}

/** The first limit of a policy that a run of the plan would break. Such a run makes a batch of its own. */
export const findOverLimit = async (
  db: Db,
  plan: Plan,
  { policy, ...run }: LimitedRun,
): Promise<BudgetRefusal | undefined> =>
  (await findOverBudget(db, plan, { ...run, limits: limitsOf(policy), batchId: "" }))?.refusal;
