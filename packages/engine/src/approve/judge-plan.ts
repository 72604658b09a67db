import { amountText, PRICE_CARD, unitName } from "@klingkit/spec";
import type { BudgetRefusal, SpendLimits } from "../context/spend-limits.ts";
import { verifiedRoutes } from "../evidence/route-evidence.ts";
import { countOf } from "../plan/count-of.ts";
import { groupByAccount } from "../plan/group-by-account.ts";
import { isSealed } from "../plan/make-plan.ts";
import { priceCardOf } from "../plan/paid-operation.ts";
import { type Plan, type PlannedJob, type Trigger, totalsByUnit, type UnitTotals } from "../plan/plan.ts";
import { stateOf } from "../plan/route-state.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Rung } from "../store/rung.ts";
import type { Db } from "../store/schema.ts";
import {
  type Approval,
  type ApprovalRule,
  doesCount,
  draftApproval,
  type Grant,
  saveApproval,
  toApproval,
  triggersFor,
  writeApproval,
} from "./approval.ts";
import { findOverBudget, type OverBudget } from "./find-over-budget.ts";
import { grantOfPlan } from "./grant-of-plan.ts";
import { isAtLeast, leastRungFor, rungOf } from "./least-rung.ts";
import { type ApprovalPolicy, findUncovered, sayUnpriced } from "./policy.ts";

/** Why a plan may not run, as data; nothing was sent. @source guardrails.md */
export interface PlanRefusal {
  readonly kind:
    | "approval_required"
    | "budget_exceeded"
    | "plan_invalid"
    | "plan_stale"
    | "duplicate_external_id"
    | "key_reused"
    | "output_taken";
  readonly reasons: readonly string[];
  readonly triggers: readonly Trigger[];
  /** Whose approvals count; for `approval_required`. */
  readonly approvals?: ApprovalRule;
  /** The least rung that an answer must come from; for `approval_required`. Absent: any. */
  readonly leastRung?: Rung;
  /** Who would pay, and whose approval counts; for `approval_required`. */
  readonly accounts?: readonly AccountKey[];
  readonly planHash: string;
  readonly purpose: string;
  readonly totals: Plan["totals"];
  readonly jobs: readonly Pick<
    PlannedJob,
    "name" | "hash" | "routeId" | "path" | "payload" | "media" | "estimate"
  >[];
  /** For `budget_exceeded`: whether the limit would let any request through if it were alone. */
  readonly canPartPass?: boolean;
  /** What would pass. */
  readonly remedy: string;
}

export type Judgement =
  /** `approval` is absent where nothing is spent. */
  { readonly kind: "approved"; readonly approval?: Approval } | PlanRefusal;

export interface JudgeOptions {
  /** The plan that was asked for, where `plan` is what is left of it to buy. A yes to all of it covers the rest. */
  readonly whole: Plan;
  readonly approvalId?: string;
  /** An approval that is given, and used, in the same transaction. */
  readonly grant?: Grant;
  readonly policy?: ApprovalPolicy;
  /** Whose approvals count. */
  readonly rule: ApprovalRule;
  readonly limits: SpendLimits;
  /** False against the emulator, which spends nothing. */
  readonly isRequired: boolean;
  /** Emulated jobs and those of another account count neither for limits nor for purposes. */
  readonly accountFor: (job: PlannedJob) => AccountKey;
  readonly batchId: string;
  readonly nowMs: number;
  readonly random: () => number;
}

/** Decides whether a plan may run, and uses its approval up, in the caller's transaction. */
export async function judgePlan(db: Db, plan: Plan, options: JudgeOptions): Promise<Judgement> {
  const accounts = groupByAccount(plan.jobs, options.accountFor);
  const triggers = await triggersFor(db, plan, accounts);
  const refuse = (kind: PlanRefusal["kind"], reasons: readonly string[], remedy: string) =>
    refusalOf(plan, triggers, { kind, reasons, remedy });
  const { whole } = options;
  if (whole.verdict === "invalid") {
    const reasons = whole.jobs.flatMap(({ name, issues }) =>
      issues.map(({ message }) => `${name}: ${message}`),
    );
    return refuse("plan_invalid", reasons, "correct the requests and plan again");
  }
  if (!isSealed(whole)) {
    return refuse("plan_invalid", ["the plan was changed after it was made"], "make the plan again");
  }
  const outdated = findOutdated({ priceCard: whole.priceCard, jobs: plan.jobs });
  if (outdated.length > 0) return refuse("plan_stale", outdated, "make the plan again, and approve it");
  // What a policy approves keeps to its limits also where a worker sends it that knows no policy.
  const countsUnsent = options.policy !== undefined && (options.approvalId ?? options.grant) === undefined;
  const over = await findOverBudget(db, plan, { ...options, countsUnsent });
  if (over) return refusalOverBudget(plan, triggers, over);
  // A person's yes is kept for what costs something.
  if (!options.isRequired) return { kind: "approved" };
  if (options.approvalId !== undefined)
    return judgeApproval(db, plan, { ...options, triggers, accounts, approvalId: options.approvalId });
  if (options.grant !== undefined)
    return judgeGrant(db, plan, { ...options, triggers, accounts, grant: options.grant });
  const { policy, rule, nowMs, random } = options;
  const remedy = remedyOf(plan, rule);
  const uncovered = policy
    ? findUncovered(policy, plan, { triggers, nowMs, verified: await verifiedRoutes(db) })
    : ["no approval that counts was given, and no policy applies"];
  if (!policy || uncovered.length > 0)
    return askedFor(refuse("approval_required", uncovered, remedy), { ...options, plan, accounts });
  const grant: Grant = {
    approvedBy: `policy of ${policy.writtenBy}`,
    via: "policy",
    ...grantOfPlan(plan),
  };
  const approval = await writeApproval(db, plan, { grant, kind: "policy", accounts, nowMs, random });
  await useUp(db, approval, options);
  return { kind: "approved", approval };
}

function refusalOverBudget(
  plan: Plan,
  triggers: readonly Trigger[],
  { refusal, passing }: OverBudget,
): PlanRefusal {
  const canPartPass = passing !== "nothing";
  const remedy = canPartPass ? remedyOfPart(refusal, passing) : remedyOfWhole(refusal);
  return {
    ...refusalOf(plan, triggers, { kind: "budget_exceeded", reasons: [refusal.message], remedy }),
    canPartPass,
  };
}

/** Beside raising the limit, which its message says. */
function remedyOfPart(
  { wantedUnits, limit, unit = "video" }: BudgetRefusal,
  passing: "counted" | "others",
): string {
  if (wantedUnits === null) return "leave out the requests of unknown price";
  if (passing === "counted") return "make the batch smaller";
  return limit === "model"
    ? "leave out the requests of this model"
    : `leave out the requests that cost ${unitName(unit)}`;
}

function remedyOfWhole({ limit, limitUnits, wantedUnits }: BudgetRefusal): string {
  if (wantedUnits === null) return "remove the limit";
  return limit === "run" || wantedUnits > limitUnits
    ? "raise the limit"
    : "raise the limit, or wait until it resets at midnight UTC";
}

/** A refusal that says which approvals would count. */
function askedFor(
  refusal: PlanRefusal,
  {
    rule,
    policy,
    plan,
    accounts,
  }: Pick<JudgeOptions, "rule" | "policy"> & Pick<Asked, "accounts"> & { readonly plan: Plan },
): PlanRefusal {
  const leastRung = leastRungFor(policy, plan);
  return {
    ...refusal,
    approvals: rule,
    ...(leastRung === undefined ? {} : { leastRung }),
    accounts: accounts.map(({ provider, account }) => ({ provider, account })),
  };
}

/** Who can approve, and how. */
function remedyOf({ hash }: Plan, rule: ApprovalRule): string {
  return rule === "person"
    ? `a person approves the plan ${hash}: on a terminal with kling approve PLAN, or with a policy file (--policy)`
    : `approve the plan ${hash}: kling approve PLAN`;
}

/** What a plan says about prices and routes that is no longer so. Media are judged when they are sent. */
function findOutdated({ priceCard, jobs }: Pick<Plan, "priceCard" | "jobs">): readonly string[] {
  const { version } = PRICE_CARD;
  const changed = jobs.filter(({ routeId, routeState }) => stateOf(routeId) !== routeState);
  // That of the plan is Kling's; jobs of other services have their own.
  const repriced = jobs.filter(
    ({ service = "kling", estimate }) => ![version, estimate.priceCard].includes(priceCardOf(service)),
  );
  return [
    ...(priceCard === version ? [] : [`prices of ${priceCard} were replaced by those of ${version}`]),
    ...repriced.map(({ name, estimate }) => `${name}: prices of ${estimate.priceCard} were replaced`),
    ...changed.map(({ name, routeId }) => `${name}: ${routeId} is now ${stateOf(routeId) ?? "gone"}`),
  ];
}

const isSame = (left: AccountKey, right: AccountKey): boolean =>
  left.provider === right.provider && left.account === right.account;

/** What an approval must cover. */
interface Asked {
  readonly triggers: readonly Trigger[];
  readonly accounts: readonly AccountKey[];
}

function mismatchOfAccount(approval: Approval, key: AccountKey): readonly string[] {
  const { provider, account, others } = approval;
  if (account === undefined) return [];
  const covered = [{ provider, account }, ...(others?.accounts ?? [])];
  if (covered.some((known) => isSame(known, key))) return [];
  const names = covered.map((known) => known.account).join(" and ");
  return [`the approval is for the account ${names}, and this is ${key.account}`];
}

function mismatchOfUnits(
  { unit: first, maxUnits, others }: Approval,
  { unit = "video", units, unpricedJobs }: UnitTotals,
): readonly string[] {
  const allowed = [{ unit: first, maxUnits }, ...(others?.units ?? [])].find((known) => known.unit === unit);
  const needed = amountText(units, unit);
  if (!allowed) return [`the approval allows no ${unitName(unit)} and the plan needs ${needed}`];
  if (allowed.maxUnits === null) return [];
  return [
    ...(units <= allowed.maxUnits
      ? []
      : [`the approval allows ${amountText(allowed.maxUnits, unit)} and the plan needs ${needed}`]),
    ...(unpricedJobs > 0 ? [`${sayUnpriced(unpricedJobs)}; approve them with maxUnits null`] : []),
  ];
}

async function judgeApproval(
  db: Db,
  plan: Plan,
  options: JudgeOptions & Asked & { readonly approvalId: string },
): Promise<Judgement> {
  const { approvalId } = options;
  const row = await db.selectFrom("approval").selectAll().where("id", "=", approvalId).executeTakeFirst();
  const reasons = row ? findMismatch(toApproval(row), plan, options) : [`there is no approval ${approvalId}`];
  if (!row || reasons.length > 0) return refuseApproval(plan, options, reasons);
  const approval = toApproval(row);
  await useUp(db, approval, options);
  return { kind: "approved", approval };
}

/** The plan cannot change between such an approval and its use, and no approval is left over. */
async function judgeGrant(
  db: Db,
  plan: Plan,
  options: JudgeOptions & Asked & { readonly grant: Grant },
): Promise<Judgement> {
  const { grant, accounts, nowMs, random } = options;
  const row = await draftApproval(db, plan, { grant, kind: "person", accounts, nowMs, random });
  const reasons = findMismatch(toApproval(row), plan, options);
  if (reasons.length > 0) return refuseApproval(plan, options, reasons);
  const approval = await saveApproval(db, row);
  await useUp(db, approval, options);
  return { kind: "approved", approval };
}

function refuseApproval(plan: Plan, options: JudgeOptions & Asked, reasons: readonly string[]): PlanRefusal {
  const refusal = { kind: "approval_required", reasons, remedy: remedyOf(plan, options.rule) } as const;
  return askedFor(refusalOf(plan, options.triggers, refusal), { ...options, plan });
}

function findMismatch(
  approval: Approval,
  plan: Plan,
  {
    triggers,
    nowMs,
    accounts,
    whole,
    rule,
    policy,
  }: Pick<JudgeOptions, "nowMs" | "whole" | "rule" | "policy"> & Asked,
): readonly string[] {
  const leastRung = leastRungFor(policy, plan);
  const uncovered = triggers.filter((trigger) => !approval.triggers.includes(trigger));
  const isFor = ({ hash, jobs }: Plan): boolean =>
    approval.planHash === hash && approval.jobHashes.join() === jobs.map((job) => job.hash).join();
  return [
    ...(isFor(plan) || isFor(whole)
      ? []
      : ["the approval is for another plan, or the plan was changed since"]),
    ...(doesCount(approval.via, rule) ? [] : [notByPerson(approval)]),
    ...(leastRung === undefined || isAtLeast(rungOf(approval), leastRung)
      ? []
      : [rungTooLow(approval, leastRung)]),
    ...(approval.purpose === plan.purpose ? [] : [`the approval is for the purpose ${approval.purpose}`]),
    ...accounts.flatMap((key) => mismatchOfAccount(approval, key)),
    ...(approval.usedAtMs === undefined ? [] : ["the approval was used before"]),
    ...(approval.expiresAtMs > nowMs ? [] : ["the approval has expired"]),
    ...(plan.jobs.length <= approval.maxCreates
      ? []
      : [`the approval allows ${countOf(approval.maxCreates, "create")}`]),
    ...totalsByUnit(plan.totals).flatMap((totals) => mismatchOfUnits(approval, totals)),
    ...uncovered.map((trigger) => `the approval does not cover ${trigger}`),
  ];
}

const notByPerson = ({ via }: Approval): string =>
  via === undefined
    ? "it was not recorded how the approval was given, and only a person may approve here"
    : `the approval came by ${via}, and only a person may approve here`;

const rungTooLow = ({ via, rung }: Approval, least: Rung): string =>
  `the approval came by ${rung ?? via ?? "an unknown way"}, and the policy asks for ${least} or more`;

async function useUp(db: Db, { id }: Approval, { nowMs, batchId }: JudgeOptions): Promise<void> {
  await db.updateTable("approval").set({ used_at: nowMs, batch_id: batchId }).where("id", "=", id).execute();
}

export function refusalOf(
  plan: Plan,
  triggers: readonly Trigger[],
  answer: Pick<PlanRefusal, "kind" | "reasons" | "remedy">,
): PlanRefusal {
  const jobs = plan.jobs.map(({ name, hash, routeId, path, payload, media, estimate }) => ({
    name,
    hash,
    routeId,
    path,
    payload,
    media,
    estimate,
  }));
  return { ...answer, triggers, planHash: plan.hash, purpose: plan.purpose, totals: plan.totals, jobs };
}
