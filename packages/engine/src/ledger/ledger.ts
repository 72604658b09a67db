import { roundUnits, type Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { ExpressionBuilder } from "kysely";
import { appendToLedger, flushAppends } from "../store/append-only.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db, JobRow, LedgerRow, Schema } from "../store/schema.ts";
import { startOfDayMs } from "./day.ts";

type Entry = LedgerRow["entry"];

/**
 * Units that a job holds while it may still be charged: the most that it can cost. Without any price nothing can be held;
 * no limit lets such a job through, so a person allowed it without one, and it is settled as reported.
 */
export const reservedUnits = (job: JobRow): number => job.estimate_units ?? 0;

async function write(
  db: Db,
  job: JobRow,
  {
    atMs,
    attempt,
    entries,
  }: { atMs: number; attempt: number | null; entries: readonly (readonly [Entry, number])[] },
): Promise<void> {
  const rows = entries
    .map(([entry, units]) => [entry, roundUnits(units)] as const)
    .filter(([, units]) => units !== 0)
    .map(([entry, units]) => ({
      job_id: job.id,
      batch_id: job.batch_id,
      provider: job.provider,
      account: job.account,
      model: job.model,
      attempt,
      entry,
      units,
      unit: job.unit,
      at: atMs,
    }));
  await appendToLedger(db, rows);
}

export interface Booking {
  readonly atMs: number;
}

/** What a job holds, and since when in Unix ms. */
export interface Held {
  readonly units: number;
  readonly sinceMs: number;
}

export const NOTHING_HELD: Held = { units: 0, sinceMs: 0 };

export async function heldBy(db: Db, jobId: string): Promise<Held> {
  await flushAppends(db);
  const rows = await db
    .selectFrom("ledger")
    .select(({ fn }) => ["entry", fn.sum<number>("units").as("units"), fn.max("at").as("at")])
    .where("job_id", "=", jobId)
    .groupBy("entry")
    .execute();
  const units = rows.reduce((sum, row) => sum + (row.entry === "reserve" ? 1 : -1) * Number(row.units), 0);
  const sinceMs = Number(rows.find(({ entry }) => entry === "reserve")?.at ?? 0);
  return { units: roundUnits(units), sinceMs };
}

/**
 * Reserves a job's units, unless it holds them already: a job that was refused keeps them while it waits to be sent again.
 * Those of an earlier day are booked again, because limits are per day. `attempt`: number of the send that they are held for, from 1.
 */
export async function hold(
  db: Db,
  job: JobRow,
  booking: Booking & { readonly attempt: number },
): Promise<void> {
  // One that was never refused holds nothing, and need not be asked about.
  const held = job.failures === 0 ? NOTHING_HELD : await heldBy(db, job.id);
  if (held.units > 0) {
    if (held.sinceMs >= startOfDayMs(booking.atMs)) return;
    await release(db, job, booking);
  }
  await write(db, job, { ...booking, entries: [["reserve", reservedUnits(job)]] });
}

/** The attempt that holds the units, see `appendToLedger`. */
const THAT_HOLDS = null;

/** Nothing was or will be charged for what is held, if anything is. */
export async function release(db: Db, job: JobRow, { atMs }: Booking): Promise<void> {
  const { units } = await heldBy(db, job.id);
  await write(db, job, { atMs, attempt: THAT_HOLDS, entries: [["release", units]] });
}

/** Books what the task cost and gives the rest back. A higher charge is reserved first, so that the sums always meet. */
export function settle(db: Db, job: JobRow, booking: Booking & { readonly units: number }): Promise<void> {
  // Rounded before they are subtracted, or the parts would not add up to what was reserved.
  const reserved = roundUnits(reservedUnits(job));
  const units = roundUnits(Math.max(0, booking.units));
  return write(db, job, {
    ...booking,
    attempt: THAT_HOLDS,
    entries: [
      ["reserve", Math.max(0, units - reserved)],
      ["settle", units],
      ["release", Math.max(0, reserved - units)],
    ],
  });
}

/** The service charges something else than it said when the task was done. Entries stand for ever, so the difference is booked. */
export async function correctCharge(
  db: Db,
  job: JobRow,
  { atMs, units }: Booking & { readonly units: number },
): Promise<void> {
  const { settled } = await sumLedger(db, { jobId: job.id });
  const more = roundUnits(Math.max(0, units) - settled);
  const other = more > 0 ? (["reserve", more] as const) : (["release", -more] as const);
  await write(db, job, { atMs, attempt: THAT_HOLDS, entries: [["settle", more], other] });
}

export interface LedgerSums {
  readonly reserved: number;
  readonly settled: number;
  readonly released: number;
  /** Reserved and neither settled nor released: jobs under way and jobs in `unknown`. */
  readonly held: number;
}

/** Sums of several scopes of one unit as one. */
export const addSums = (parts: readonly LedgerSums[]): LedgerSums => {
  const total = (name: keyof LedgerSums) => roundUnits(parts.reduce((sum, part) => sum + part[name], 0));
  return {
    reserved: total("reserved"),
    settled: total("settled"),
    released: total("released"),
    held: total("held"),
  };
};

export interface LedgerScope {
  /** Whose service, such as `kling`. Default: any. */
  readonly provider?: string;
  /** Default: all, emulated ones among them. */
  readonly account?: string;
  /** What is summed: amounts of different units are never added. Default `video`; for one job its own. */
  readonly unit?: Unit;
  readonly batchId?: string;
  /** Names of models as plans have them. */
  readonly models?: readonly string[];
  readonly jobId?: string;
  readonly jobIds?: readonly string[];
  /** Unix ms, inclusive. */
  readonly sinceMs?: number;
}

export const LEDGER_SCOPE_NAMES: KeysOf<LedgerScope> = {
  provider: true,
  account: true,
  unit: true,
  batchId: true,
  models: true,
  jobId: true,
  jobIds: true,
  sinceMs: true,
};

/** Sums over the ledger; the ledger is all there is, no balance is kept beside it. */
export async function sumLedger(db: Db, scope: CommittedScope = {}): Promise<LedgerSums> {
  await flushAppends(db);
  const rows = await entriesIn(db, scope)
    .select((row) => ["ledger.entry", row.fn.sum<number>("ledger.units").as("units")])
    .groupBy("ledger.entry")
    .execute();
  return sumEntries(rows.map(({ entry, units }) => ({ entry, units: Number(units) })));
}

/** Sums of entries of one unit. */
export function sumEntries(entries: readonly Pick<LedgerRow, "entry" | "units">[]): LedgerSums {
  const of = (wanted: Entry) =>
    roundUnits(entries.reduce((sum, { entry, units }) => (entry === wanted ? sum + units : sum), 0));
  const reserved = of("reserve");
  const settled = of("settle");
  const released = of("release");
  return { reserved, settled, released, held: roundUnits(reserved - settled - released) };
}

/** What limits count: of all jobs, or of those in one state, and of every name of an account. */
export interface CommittedScope extends LedgerScope {
  readonly jobState?: JobState;
  readonly accounts?: readonly string[];
}

/** Units reserved in a scope and not given back. What was reserved before `sinceMs` and comes back after it makes no room. */
export async function committedUnits(db: Db, scope: CommittedScope): Promise<number> {
  const { sinceMs = 0 } = scope;
  const isOfScope = (row: ExpressionBuilder<Schema, "ledger">) =>
    row.exists(
      row
        .selectFrom("ledger as held")
        .select("held.seq")
        .whereRef("held.job_id", "=", "ledger.job_id")
        .whereRef("held.attempt", "=", "ledger.attempt")
        .where("held.entry", "=", "reserve")
        .where("held.at", ">=", sinceMs),
    );
  const { reserved } = await sumLedger(db, scope);
  const released = await entriesIn(db, scope)
    .select((row) => row.fn.sum<number>("ledger.units").as("units"))
    .where("ledger.entry", "=", "release")
    .where(isOfScope)
    .executeTakeFirst();
  return roundUnits(reserved - Number(released?.units ?? 0));
}

function entriesIn(
  db: Db,
  { batchId, provider, account, accounts, unit, models, jobId, jobIds, sinceMs, jobState }: CommittedScope,
) {
  const all = db.selectFrom("ledger");
  let entries =
    unit === undefined && jobId !== undefined ? all : all.where("ledger.unit", "=", unit ?? "video");
  if (batchId !== undefined) entries = entries.where("ledger.batch_id", "=", batchId);
  if (provider !== undefined) entries = entries.where("ledger.provider", "=", provider);
  if (account !== undefined) entries = entries.where("ledger.account", "=", account);
  if (accounts !== undefined) entries = entries.where("ledger.account", "in", accounts);
  if (models !== undefined) entries = entries.where("ledger.model", "in", models);
  if (jobId !== undefined) entries = entries.where("ledger.job_id", "=", jobId);
  if (jobIds !== undefined) entries = entries.where("ledger.job_id", "in", jobIds);
  if (sinceMs !== undefined) entries = entries.where("ledger.at", ">=", sinceMs);
  if (jobState !== undefined)
    entries = entries.where("ledger.job_id", "in", (row) =>
      row.selectFrom("job").select("job.id").where("job.state", "=", jobState),
    );
  return entries;
}

export interface LedgerQuery {
  /** Default 200. */
  readonly limit?: number;
  readonly account?: string;
  readonly batchId?: string;
  readonly purpose?: string;
  readonly jobId?: string;
  readonly jobIds?: readonly string[];
}

export const LEDGER_QUERY_NAMES: KeysOf<LedgerQuery> = {
  limit: true,
  account: true,
  batchId: true,
  purpose: true,
  jobId: true,
  jobIds: true,
};

const LEDGER_PAGE = 200;

/** Entries, newest first. */
export function readLedger(
  db: Db,
  { limit = LEDGER_PAGE, account, batchId, purpose, jobId, jobIds }: LedgerQuery = {},
): Promise<readonly LedgerRow[]> {
  let query = db.selectFrom("ledger").selectAll().orderBy("seq", "desc").limit(limit);
  if (account !== undefined) query = query.where("account", "=", account);
  if (batchId !== undefined) query = query.where("batch_id", "=", batchId);
  if (purpose !== undefined) query = query.where("job_id", "in", idsOfPurpose(db, purpose));
  if (jobId !== undefined) query = query.where("job_id", "=", jobId);
  if (jobIds !== undefined) query = query.where("job_id", "in", jobIds);
  return query.execute();
}

/** The jobs of all batches with a purpose, as part of a statement. */
export const idsOfPurpose = (db: Db, purpose: string) =>
  db.selectFrom("job").select("id").where("purpose", "=", purpose);
