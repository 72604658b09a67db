import { roundUnits, type Unit, USD_PER_UNIT } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { requireFields } from "../arguments/require-fields.ts";
import type { LocalCharge } from "./charges.ts";

/** One entry of the service's own ledgers. */
export interface ServiceCharge {
  readonly taskId: string;
  /** What was taken: units of a pack, or `usd` from the cash balance. */
  readonly unit: Unit;
  readonly amount: number;
  /** Price of the amount by the list, in US dollars; a discount makes the amount smaller. */
  readonly listPriceUsd?: number;
}

/** An amount of one unit. */
export interface ChargedAmount {
  readonly unit: Unit;
  readonly amount: number;
}

export type DifferenceKind =
  /** Both have the task, with other amounts. */
  | "amount-differs"
  /** The service charged a task that no job of this store has. */
  | "missing-here"
  /** A job was booked as charged, and the service has no entry. */
  | "missing-at-service"
  /** The service charged a task whose job has not ended here. */
  | "not-settled-here"
  /** Sent, and the response was lost: what the service charged for it cannot be told. */
  | "unknown-here";

export interface ChargeDifference {
  readonly kind: DifferenceKind;
  readonly taskId?: string;
  readonly job?: LocalCharge;
  /** Empty where the service has none. */
  readonly atService: readonly ChargedAmount[];
}

export interface Reconciliation {
  /** Tasks that both ledgers have with the same amount. */
  readonly matched: number;
  /** Booked here so lately that the service's ledger may not have them yet. */
  readonly recent: readonly LocalCharge[];
  readonly differences: readonly ChargeDifference[];
}

export interface LedgersToReconcile {
  /** Jobs of the period and the account, and those whose tasks the service names. */
  readonly local: readonly LocalCharge[];
  readonly service: readonly ServiceCharge[];
  /** Jobs of the period, by id: only these must have an entry at the service. Default: all. */
  readonly isExpected?: (charge: LocalCharge) => boolean;
  /** A job that ended after this moment may be missing at the service, Unix ms. */
  readonly recentSinceMs: number;
}

const LEDGERS: KeysOf<LedgersToReconcile> = {
  local: true,
  service: true,
  isExpected: true,
  recentSinceMs: true,
};

/** Sets the ledger of the store beside those of the service, task by task. Changes neither. */
export function reconcileCharges(ledgers: LedgersToReconcile): Reconciliation {
  requireFields("reconcileCharges", ledgers, {
    needs: ["local", "service", "recentSinceMs"],
    known: LEDGERS,
  });
  const { local, service, isExpected = () => true, recentSinceMs } = ledgers;
  const jobs = new Map(
    local.flatMap((job) => (job.taskId === undefined ? [] : [[job.taskId, job] as const])),
  );
  const charged = Map.groupBy(service, ({ taskId }) => taskId);
  const fromService = [...charged].map(([taskId, entries]) =>
    judgeCharged(taskId, entries, jobs.get(taskId)),
  );
  const alone = local.filter(
    (job) => isExpected(job) && (job.taskId === undefined || !charged.has(job.taskId)),
  );
  const isRecent = (job: LocalCharge) => (job.endedAtMs ?? 0) >= recentSinceMs;
  const missing = alone.filter(({ settledUnits }) => settledUnits > 0);
  const unknown = alone.filter(({ state, heldUnits }) => state === "unknown" && heldUnits > 0);
  return {
    matched: fromService.filter((difference) => difference === undefined).length,
    recent: missing.filter(isRecent),
    differences: [
      ...fromService.filter((difference) => difference !== undefined),
      ...missing.filter((job) => !isRecent(job)).map((job) => onlyHere("missing-at-service", job)),
      ...unknown.map((job) => onlyHere("unknown-here", job)),
    ],
  };
}

const onlyHere = (kind: DifferenceKind, job: LocalCharge): ChargeDifference => ({
  kind,
  job,
  ...(job.taskId === undefined ? {} : { taskId: job.taskId }),
  atService: [],
});

function judgeCharged(
  taskId: string,
  entries: readonly ServiceCharge[],
  job: LocalCharge | undefined,
): ChargeDifference | undefined {
  const atService = amountsOf(entries);
  if (!job) return { kind: "missing-here", taskId, atService };
  if (job.heldUnits > 0) return { kind: "not-settled-here", taskId, job, atService };
  return isSame(job, entries) ? undefined : { kind: "amount-differs", taskId, job, atService };
}

/** Several packs may have paid for one task. */
const amountsOf = (entries: readonly ServiceCharge[]): readonly ChargedAmount[] =>
  [...Map.groupBy(entries, ({ unit }) => unit)].map(([unit, parts]) => ({
    unit,
    amount: roundUnits(parts.reduce((sum, { amount }) => sum + amount, 0)),
  }));

/** Jobs are booked in units whoever pays: cash is compared by the list price of the units. */
function isSame({ unit, settledUnits }: LocalCharge, entries: readonly ServiceCharge[]): boolean {
  const isPaidInUnit = entries.every((entry) => entry.unit === unit);
  const booked = isPaidInUnit ? settledUnits : settledUnits * usdPer(unit);
  const charged = entries.map((entry) =>
    isPaidInUnit ? entry.amount : (entry.listPriceUsd ?? entry.amount * usdPer(entry.unit)),
  );
  return roundUnits(booked) === roundUnits(charged.reduce((sum, amount) => sum + amount, 0));
}

const usdPer = (unit: Unit): number => (unit === "usd" || unit === "credit" ? 1 : USD_PER_UNIT[unit]);
