import { amountText, namesOfModel, roundUnits, type Unit } from "@klingkit/spec";
import type { BudgetRefusal, SpendLimits } from "../context/spend-limits.ts";
import type { AccountKey } from "../store/account-key.ts";
import { readPayingNames } from "../store/paying-names.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { DAY_MS, startOfDayMs } from "./day.ts";
import { committedUnits, heldBy, NOTHING_HELD } from "./ledger.ts";
import { type UnsentScope, unsentUnits } from "./unsent-units.ts";

/** When a refusal may end: limits of a day and a model renew at midnight UTC. That of a run never does, nor one of an unknown price. */
export const renewsAtMs = ({ limit, wantedUnits }: BudgetRefusal, nowMs: number): number | null =>
  limit === "run" || wantedUnits === null ? null : startOfDayMs(nowMs) + DAY_MS;

interface Wanted extends Pick<JobRow, keyof AccountKey | "batch_id" | "model" | "unit"> {
  readonly units: number | null;
  /** What this job holds already does not count against itself. Default: a job that holds nothing. */
  readonly jobId?: string;
  /** Whether jobs that are approved and not sent yet count, too. Default false. */
  readonly countsUnsent?: boolean;
  readonly nowMs: number;
}

/** The first limit that `wantedUnits` more would break; undefined when all hold. */
export async function findExceeded(
  db: Db,
  all: SpendLimits,
  wanted: Wanted,
): Promise<BudgetRefusal | undefined> {
  const { provider, jobId, unit, countsUnsent = false } = wanted;
  const limits = limitsFor(all, unit);
  const byModel = limitOfModel(limits, wanted.model);
  if ([limits.unitsPerRun, limits.unitsPerDay, byModel].every((limit) => limit === undefined))
    return undefined;
  const sinceMs = startOfDayMs(wanted.nowMs);
  // An account that got a name today has spent under its earlier one.
  const scopeOfAll = { provider, accounts: await readPayingNames(db, wanted), unit };
  const checks = [
    {
      limit: "run",
      limitUnits: limits.unitsPerRun,
      scope: { ...scopeOfAll, batchId: wanted.batch_id },
    },
    { limit: "day", limitUnits: limits.unitsPerDay, scope: { ...scopeOfAll, sinceMs } },
    {
      limit: "model",
      limitUnits: byModel,
      scope: { ...scopeOfAll, sinceMs, models: namesOfModel(wanted.model) },
    },
  ] as const;
  const held = jobId === undefined ? NOTHING_HELD : await heldBy(db, jobId);
  for (const { limit, limitUnits, scope } of checks) {
    if (limitUnits === undefined) continue;
    const isCounted = !("sinceMs" in scope) || held.sinceMs >= sinceMs;
    const committed = roundUnits((await committedUnits(db, scope)) - (isCounted ? held.units : 0));
    const unsent = countsUnsent ? await unsentIn(db, scope) : 0;
    if (wanted.units !== null && roundUnits(committed + unsent + wanted.units) <= limitUnits) continue;
    return refusalOf({ limit, limitUnits, committed, unsent, wanted: wanted.units, unit });
  }
  return undefined;
}

/** A run has none but its own: nothing of it is approved before. */
const unsentIn = (
  db: Db,
  scope: { readonly sinceMs?: number } & Omit<UnsentScope, "sinceMs">,
): Promise<number> =>
  scope.sinceMs === undefined ? Promise.resolve(0) : unsentUnits(db, { ...scope, sinceMs: scope.sinceMs });

/** The limits of one unit; those per model are counted in units of the video pack. */
export const limitsFor = ({ perUnit = {}, ...video }: SpendLimits, unit: Unit): SpendLimits =>
  unit === "video" ? video : (perUnit[unit] ?? {});

/** The least of the limits that are given under the names of a model. */
export function limitOfModel({ unitsPerModel = {} }: SpendLimits, model: string): number | undefined {
  const given = namesOfModel(model).flatMap((name) =>
    Object.hasOwn(unitsPerModel, name) ? [unitsPerModel[name] ?? 0] : [],
  );
  return given.length === 0 ? undefined : Math.min(...given);
}

interface Exceeded {
  readonly limit: BudgetRefusal["limit"];
  readonly limitUnits: number;
  readonly committed: number;
  readonly unsent: number;
  readonly wanted: number | null;
  readonly unit: Unit;
}

const refusalOf = (exceeded: Exceeded): BudgetRefusal => ({
  kind: "budget_exceeded",
  limit: exceeded.limit,
  ...(exceeded.unit === "video" ? {} : { unit: exceeded.unit }),
  limitUnits: exceeded.limitUnits,
  committedUnits: exceeded.committed,
  ...(exceeded.unsent > 0 ? { unsentUnits: exceeded.unsent } : {}),
  wantedUnits: exceeded.wanted,
  message: messageOf(exceeded),
});

/** A clause that callers put behind their own words, without a final stop; further sentences say what still passes, and when. */
function messageOf({ limit, limitUnits, committed, unsent, wanted, unit }: Exceeded): string {
  const text = (amount: number) => amountText(amount, unit);
  // Only dollars need their sign again.
  const short = (amount: number) => (unit === "usd" ? text(amount) : String(amount));
  if (wanted === null)
    return `the ${limit} limit of ${text(limitUnits)} passes no unknown price. To continue, remove it in the policy`;
  const left = roundUnits(Math.max(0, limitUnits - committed - unsent));
  const beside = unsent === 0 ? "" : ` beside ${text(unsent)} of requests that are approved and not sent`;
  const { scope, way } =
    limit !== "run" && wanted > limitUnits ? { ...WHAT_PASSES[limit], ...NEVER_PASSES } : WHAT_PASSES[limit];
  const passes =
    left === 0 ? `Nothing more passes ${scope}.` : `At most ${text(left)} more can pass ${scope}.`;
  return `the ${limit} limit of ${text(limitUnits)} has ${short(left)} left${beside} and ${short(wanted)} are needed. ${passes} ${way}`;
}

/** More than the whole limit passes on no day. */
const NEVER_PASSES = {
  way: "What is needed is more than the whole limit. To continue, raise it in the policy",
};

/** Where a limit counts, and how more passes: that of a run never renews. */
const WHAT_PASSES: Readonly<
  Record<BudgetRefusal["limit"], { readonly scope: string; readonly way: string }>
> = {
  run: { scope: "in this run", way: "This limit does not reset. To continue, raise it in the policy" },
  day: {
    scope: "today",
    way: "The limit resets at midnight UTC. To continue sooner, raise it in the policy",
  },
  model: {
    scope: "for this model today",
    way: "The limit resets at midnight UTC. To continue sooner, use another model or raise it in the policy",
  },
};
