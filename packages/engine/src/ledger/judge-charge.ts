import type { JobRow } from "../store/schema.ts";
import { reservedUnits } from "./ledger.ts";

/** A report of more than this many times the reservation is a mistake of the report. @source INF */
const MAX_TIMES_RESERVED = 20;
/** Most units that one task can cost where no price was known before. @source INF */
const MAX_UNITS_UNPRICED = 10_000;

export interface Charge {
  readonly units: number;
  /** What the service reported instead, where that cannot be a charge. */
  readonly doubted?: string;
}

/**
 * What a task cost. The ledger is append-only: one absurd number would spoil its sums, and every limit, for ever.
 * A report that is no number from 0 to a sane maximum is not accepted, and what was reserved counts as charged.
 */
export function judgeCharge(
  job: JobRow,
  { reported, hasSucceeded }: { readonly reported: number | undefined; readonly hasSucceeded: boolean },
): Charge {
  const expected = hasSucceeded ? reservedUnits(job) : 0;
  if (reported === undefined) return { units: expected };
  const reserved = reservedUnits(job);
  const most = reserved > 0 ? reserved * MAX_TIMES_RESERVED : MAX_UNITS_UNPRICED;
  return reported >= 0 && reported <= most
    ? { units: reported }
    : { units: expected, doubted: String(reported) };
}
