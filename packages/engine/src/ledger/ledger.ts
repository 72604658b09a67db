import { roundUnits } from "@klingkit/spec";
import { type RawBuilder, sql } from "kysely";
import type { Db, JobRow, LedgerRow } from "../store/schema.ts";

type Entry = LedgerRow["entry"];

/** Units that a job holds while it may still be charged. An unknown price reserves 0 and is settled as reported. */
export const reservedUnits = (job: JobRow): number => job.estimate_units ?? 0;

async function write(
  db: Db,
  job: JobRow,
  {
    atMs,
    attempt,
    entries,
  }: { atMs: number; attempt: number | RawBuilder<number>; entries: readonly (readonly [Entry, number])[] },
): Promise<void> {
  const rows = entries
    .map(([entry, units]) => [entry, roundUnits(units)] as const)
    .filter(([, units]) => units > 0)
    .map(([entry, units]) => ({
      job_id: job.id,
      batch_id: job.batch_id,
      account: job.account,
      model: job.model,
      attempt,
      entry,
      units,
      at: atMs,
    }));
  if (rows.length > 0) await db.insertInto("ledger").values(rows).execute();
}

export interface Booking {
  readonly atMs: number;
}

/** `attempt`: number of the send that the units are held for, from 1. */
export const reserve = (
  db: Db,
  job: JobRow,
  booking: Booking & { readonly attempt: number },
): Promise<void> => write(db, job, { ...booking, entries: [["reserve", reservedUnits(job)]] });

/** The attempt that holds the units. A send of the same key again holds no new ones, so this is not the last send. */
const heldAttempt = ({ id }: JobRow) =>
  sql<number>`(select coalesce(max(attempt), 1) from ledger where job_id = ${id})`;

/** Nothing was or will be charged for what is held. */
export const release = (db: Db, job: JobRow, booking: Booking): Promise<void> =>
  write(db, job, { ...booking, attempt: heldAttempt(job), entries: [["release", reservedUnits(job)]] });

/** Books what the task cost and gives the rest back. A higher charge is reserved first, so that the sums always meet. */
export function settle(db: Db, job: JobRow, booking: Booking & { readonly units: number }): Promise<void> {
  // Rounded before they are subtracted, or the parts would not add up to what was reserved.
  const reserved = roundUnits(reservedUnits(job));
  const units = roundUnits(Math.max(0, booking.units));
  return write(db, job, {
    ...booking,
    attempt: heldAttempt(job),
    entries: [
      ["reserve", units - reserved],
      ["settle", units],
      ["release", reserved - units],
    ],
  });
}

export interface LedgerSums {
  readonly reserved: number;
  readonly settled: number;
  readonly released: number;
  /** Reserved and neither settled nor released: jobs under way and jobs in `unknown`. */
  readonly held: number;
}

export interface LedgerScope {
  /** Default: all, emulated ones among them. */
  readonly account?: string;
  readonly batchId?: string;
  readonly model?: string;
  readonly jobId?: string;
  /** Unix ms, inclusive. */
  readonly sinceMs?: number;
}

/** Sums over the ledger; the ledger is all there is, no balance is kept beside it. */
export async function sumLedger(db: Db, scope: LedgerScope = {}): Promise<LedgerSums> {
  let query = db
    .selectFrom("ledger")
    .select((row) => ["entry", row.fn.sum<number>("units").as("units")])
    .groupBy("entry");
  if (scope.batchId !== undefined) query = query.where("batch_id", "=", scope.batchId);
  if (scope.account !== undefined) query = query.where("account", "=", scope.account);
  if (scope.model !== undefined) query = query.where("model", "=", scope.model);
  if (scope.jobId !== undefined) query = query.where("job_id", "=", scope.jobId);
  if (scope.sinceMs !== undefined) query = query.where("at", ">=", scope.sinceMs);
  const rows = await query.execute();
  const of = (entry: Entry) => roundUnits(Number(rows.find((row) => row.entry === entry)?.units ?? 0));
  const reserved = of("reserve");
  const settled = of("settle");
  const released = of("release");
  return { reserved, settled, released, held: roundUnits(reserved - settled - released) };
}

export interface LedgerQuery {
  /** Default 200. */
  readonly limit?: number;
  readonly account?: string;
  readonly batchId?: string;
  readonly jobId?: string;
}

const LEDGER_PAGE = 200;

/** Entries, newest first. */
export function readLedger(
  db: Db,
  { limit = LEDGER_PAGE, account, batchId, jobId }: LedgerQuery = {},
): Promise<readonly LedgerRow[]> {
  let query = db.selectFrom("ledger").selectAll().orderBy("seq", "desc").limit(limit);
  if (account !== undefined) query = query.where("account", "=", account);
  if (batchId !== undefined) query = query.where("batch_id", "=", batchId);
  if (jobId !== undefined) query = query.where("job_id", "=", jobId);
  return query.execute();
}
