import type { Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { newId } from "../context/new-id.ts";
import { addEvent } from "../events/add-event.ts";
import { verifiedRoutes } from "../evidence/route-evidence.ts";
import { type Plan, type PlannedJob, type Trigger, totalsByUnit } from "../plan/plan.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { ApprovalWay } from "../store/approval-way.ts";
import type { Rung } from "../store/rung.ts";
import type { ApprovalRow, Db } from "../store/schema.ts";
import { carrierOf, readCarrier, type TraceCarrier, traceJson } from "../telemetry/trace-carrier.ts";

/** Whose approvals count: `any` counts all; `person` counts those that a person gave, or a policy file. */
export type ApprovalRule = "any" | "person";

const PERSON_WAYS: readonly ApprovalWay[] = ["terminal", "studio", "policy"];

/** Whether an approval counts under a rule. One from before ways were recorded may be anybody's. */
export const doesCount = (via: ApprovalWay | undefined, rule: ApprovalRule): boolean =>
  rule === "any" || (via !== undefined && PERSON_WAYS.includes(via));

/** What a person grants. */
export interface Grant {
  /** Who says yes; kept for ever. */
  readonly approvedBy: string;
  /** How it came about. Default `code`. */
  readonly via?: ApprovalWay;
  /** With `via: "mcp"`: how the agent's server got the answer. */
  readonly rung?: Rung;
  /** Program that relayed the answer, as it names itself. */
  readonly client?: string;
  /** Default: the number of the plan's jobs. */
  readonly maxCreates?: number;
  /** Counted in the first unit of the plan. Default: the most that the plan can cost; null also allows jobs without a price. */
  readonly maxUnits?: number | null;
  /** The same for other units of the plan. Default: the most that the plan can cost of each. */
  readonly maxPerUnit?: Readonly<Partial<Record<Unit, number | null>>>;
  /** Default 24 hours; 365 days at most. */
  readonly validMs?: number;
  /** The trace that the approval belongs to, such as that of an MCP call. Default: the active span, or that of the plan. */
  readonly trace?: TraceCarrier;
}

export const GRANT_NAMES: KeysOf<Grant> = {
  approvedBy: true,
  via: true,
  rung: true,
  client: true,
  maxCreates: true,
  maxUnits: true,
  maxPerUnit: true,
  validMs: true,
  trace: true,
};

/** A single-use yes to exactly one plan. */
export interface Approval {
  readonly id: string;
  readonly kind: "person" | "policy";
  /** How it came about. Absent: it was given before that was recorded. */
  readonly via?: ApprovalWay;
  /** How an agent's server got the answer. */
  readonly rung?: Rung;
  /** Program that relayed the answer, as it names itself: a program may answer for its user. */
  readonly client?: string;
  readonly planHash: string;
  readonly purpose: string;
  /** Whose money it is about. Absent: of whichever account the plan is run for. */
  readonly account?: string;
  readonly jobHashes: readonly string[];
  /** Reasons to ask that the yes covers. */
  readonly triggers: readonly Trigger[];
  readonly maxCreates: number;
  readonly maxUnits: number | null;
  /** Whose service it is about. */
  readonly provider: string;
  /** What `maxUnits` counts. */
  readonly unit: Unit;
  /** What else it covers, of a plan whose jobs belong to several accounts or are paid in several units. */
  readonly others?: AlsoApproved;
  readonly approvedBy: string;
  readonly approvedAtMs: number;
  readonly expiresAtMs: number;
  readonly usedAtMs?: number;
  readonly batchId?: string;
  /** The span in which it was given. Absent: nothing reported it. */
  readonly trace?: TraceCarrier;
}

/** The part of an approval beyond its first account and unit. */
export interface AlsoApproved {
  readonly accounts: readonly AccountKey[];
  readonly units: readonly { readonly unit: Unit; readonly maxUnits: number | null }[];
}

const DAY_MS = 86_400_000;
/** An approval older than a year was given to other prices. */
export const LONGEST_VALID_MS = 365 * DAY_MS;

/**
 * What was asked before for the same purpose makes the next create one of several; what was proved by a purchase on record is no
 * longer assumed. @source guardrails.md
 */
export async function triggersFor(
  db: Db,
  plan: Plan,
  accounts: readonly AccountKey[] | undefined,
): Promise<readonly Trigger[]> {
  const several: Trigger = "several-creates-for-one-purpose";
  const triggers = await withoutVerified(db, plan);
  if (triggers.includes(several) || plan.jobs.length === 0) return triggers;
  return (await countForPurpose(db, plan.purpose, accounts)) === 0 ? triggers : [...triggers, several];
}

/** Jobs that were made for a purpose before, whatever became of them. `accounts` undefined: of every account. */
export async function countForPurpose(
  db: Db,
  purpose: string,
  accounts: readonly AccountKey[] | undefined,
): Promise<number> {
  const { count } = await db
    .selectFrom("job")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("purpose", "=", purpose)
    .$if(accounts !== undefined, (all) =>
      all.where(({ or, and }) =>
        or((accounts ?? []).map(({ provider, account }) => and({ provider, account }))),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function withoutVerified(db: Db, { triggers, jobs }: Plan): Promise<readonly Trigger[]> {
  const assumed: Trigger = "hypothesis-payload";
  if (!triggers.includes(assumed)) return triggers;
  const verified = await verifiedRoutes(db);
  const isVerified = ({ routeId, routeState }: PlannedJob) =>
    routeState === "verified" || routeState === "documented" || verified.has(routeId);
  return jobs.every(isVerified) ? triggers.filter((trigger) => trigger !== assumed) : triggers;
}

/** A row that nobody can read back would stand in the way of every later yes. */
function checkGrant({ maxCreates, maxUnits, maxPerUnit = {}, validMs }: Grant): void {
  if (maxCreates !== undefined && !(Number.isSafeInteger(maxCreates) && maxCreates >= 0))
    throw new RangeError(`maxCreates is a whole number from 0, not ${maxCreates}`);
  for (const units of [maxUnits, ...Object.values(maxPerUnit)]) {
    if (typeof units === "number" && !(Number.isFinite(units) && units >= 0))
      throw new RangeError(`maxUnits is a number from 0, or null for any, not ${units}`);
  }
  if (validMs !== undefined && !(validMs > 0 && validMs <= LONGEST_VALID_MS))
    throw new RangeError(`validMs is above 0 and ${LONGEST_VALID_MS} at most, not ${validMs}`);
}

interface NewApproval {
  readonly grant: Grant;
  readonly kind: Approval["kind"];
  /** Where it may be used: the accounts of the plan's jobs. Undefined: anywhere, and jobs of every account count as made for the same purpose before. */
  readonly accounts: readonly AccountKey[] | undefined;
  readonly nowMs: number;
  readonly random: () => number;
  readonly trace?: TraceCarrier | undefined;
}

/** Saves an approval. Throws RangeError for a grant that is none. */
export const writeApproval = async (db: Db, plan: Plan, given: NewApproval): Promise<Approval> =>
  saveApproval(db, await draftApproval(db, plan, given));

/** What `writeApproval` would save. Throws RangeError for a grant that is none. */
export async function draftApproval(
  db: Db,
  plan: Plan,
  { grant, kind, accounts, nowMs, random, trace }: NewApproval,
): Promise<ApprovalRow> {
  checkGrant(grant);
  const [first] = accounts ?? [];
  return {
    id: newId("a", { nowMs, random }),
    kind,
    via: grant.via ?? "code",
    plan_hash: plan.hash,
    purpose: plan.purpose,
    account: first?.account ?? null,
    provider: first?.provider ?? plan.jobs[0]?.service ?? "kling",
    job_hashes_json: JSON.stringify(plan.jobs.map(({ hash }) => hash)),
    triggers_json: JSON.stringify(await triggersFor(db, plan, accounts)),
    max_creates: grant.maxCreates ?? plan.jobs.length,
    max_units: grant.maxUnits === undefined ? plan.totals.units : grant.maxUnits,
    unit: plan.totals.unit ?? "video",
    others_json: othersOf(plan, grant, accounts),
    approved_by: grant.approvedBy,
    approved_at: nowMs,
    expires_at: nowMs + (grant.validMs ?? DAY_MS),
    used_at: null,
    batch_id: null,
    rung: grant.rung ?? null,
    client: grant.client ?? null,
    trace_json: traceJson(trace ?? readCarrier(grant.trace)),
  };
}

export async function saveApproval(db: Db, row: ApprovalRow): Promise<Approval> {
  await db.insertInto("approval").values(row).execute();
  const { rung, client } = row;
  const data = {
    approvalId: row.id,
    by: row.approved_by,
    planHash: row.plan_hash,
    kind: row.kind,
    via: row.via ?? "code",
    ...(rung === null ? {} : { rung }),
    ...(client === null ? {} : { client }),
  };
  await addEvent(db, { atMs: row.approved_at, kind: "plan-approved", data });
  return toApproval(row);
}

/** Ways of approvals that are given for one call, not kept for later. */
const WAYS_OF_CALLS: readonly ApprovalWay[] = ["code", "mcp"];

/** Ends an approval that was given for a call, where another call has bought its plan meanwhile: it must not buy it once more. */
export async function endOvertaken(db: Db, approvalId: string, nowMs: number): Promise<void> {
  await db
    .updateTable("approval")
    .set({ expires_at: nowMs })
    .where("id", "=", approvalId)
    .where("used_at", "is", null)
    .where("via", "in", [...WAYS_OF_CALLS])
    .where("expires_at", ">", nowMs)
    .execute();
}

/** Null where the plan is paid in one unit by one account. */
function othersOf(
  plan: Plan,
  { maxPerUnit = {} }: Grant,
  accounts: readonly AccountKey[] = [],
): string | null {
  const [, ...units] = totalsByUnit(plan.totals);
  if (units.length === 0 && accounts.length < 2) return null;
  const others: AlsoApproved = {
    accounts: accounts.slice(1).map(({ provider, account }) => ({ provider, account })),
    units: units.map(({ unit = "video", units: most }) => {
      const given = maxPerUnit[unit];
      return { unit, maxUnits: given === undefined ? most : given };
    }),
  };
  return JSON.stringify(others);
}

/** Approvals of a plan that can still be used, the last to expire first. */
export async function listApprovals(db: Db, planHash: string, nowMs: number): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom("approval")
    .selectAll()
    .where("plan_hash", "=", planHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", nowMs)
    .orderBy("expires_at", "desc")
    .execute();
  return rows.map(toApproval);
}

/** Approvals of every plan and account, newest first. */
export async function readApprovals(db: Db, limit: number): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom("approval")
    .selectAll()
    .orderBy("approved_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(toApproval);
}

export function toApproval(row: ApprovalRow): Approval {
  const trace = carrierOf(row.trace_json);
  return {
    id: row.id,
    kind: row.kind,
    ...(row.via === null ? {} : { via: row.via }),
    ...(row.rung === null ? {} : { rung: row.rung }),
    ...(row.client === null ? {} : { client: row.client }),
    planHash: row.plan_hash,
    purpose: row.purpose,
    ...(row.account === null ? {} : { account: row.account }),
    // These texts were written by `writeApproval`.
    jobHashes: JSON.parse(row.job_hashes_json) as readonly string[],
    triggers: JSON.parse(row.triggers_json) as readonly Trigger[],
    maxCreates: row.max_creates,
    maxUnits: row.max_units,
    provider: row.provider,
    unit: row.unit,
    ...(row.others_json === null ? {} : { others: JSON.parse(row.others_json) as AlsoApproved }),
    approvedBy: row.approved_by,
    approvedAtMs: row.approved_at,
    expiresAtMs: row.expires_at,
    ...(row.used_at === null ? {} : { usedAtMs: row.used_at }),
    ...(row.batch_id === null ? {} : { batchId: row.batch_id }),
    ...(trace ? { trace } : {}),
  };
}
