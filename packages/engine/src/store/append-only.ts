import { type InsertObject, type RawBuilder, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";
import { rowList } from "./row-list.ts";
import type { Db, Schema } from "./schema.ts";

type EventRow = InsertObject<Schema, "event">;
type LedgerRow = Required<Omit<LedgerTable, "seq" | "attempt">> & {
  /** Null: that of the send which holds the units of the job. A send of the same key again holds no new ones, so it is not the last one. */
  readonly attempt: number | null;
};
type LedgerTable = InsertObject<Schema, "ledger">;

interface Gathered {
  readonly events: readonly EventRow[];
  readonly ledger: readonly LedgerRow[];
}

const NONE: Gathered = { events: [], ledger: [] };

/** Rows per statement; below SQLite's limit of parameters. */
const CHUNK = 400;

/** What the open transactions still have to write, see `gatherAppends`. */
const waiting = new WeakMap<Db, Gathered>();

export async function appendEvents(db: Db, events: readonly EventRow[]): Promise<void> {
  const gathered = waiting.get(db);
  if (gathered) waiting.set(db, { ...gathered, events: [...gathered.events, ...events] });
  else await insertGathered(db, { ...NONE, events });
}

export async function appendToLedger(db: Db, entries: readonly LedgerRow[]): Promise<void> {
  const gathered = waiting.get(db);
  if (gathered) waiting.set(db, { ...gathered, ledger: [...gathered.ledger, ...entries] });
  else await insertGathered(db, { ...NONE, ledger: entries });
}

/**
 * From now on the rows of events and ledger wait for `flushAppends`: one statement for all operations of a transaction.
 * Both tables only grow, and nothing refers to their rows.
 */
export function gatherAppends(db: Db): void {
  waiting.set(db, NONE);
}

/** Writes what was gathered so far. Whoever reads one of the tables inside a transaction calls it first. */
export async function flushAppends(db: Db): Promise<void> {
  await insertGathered(db, takeGathered(db));
}

/** The same, and asks about other tables; on PostgreSQL in one round trip. */
export async function flushAndAsk<Row>(db: Db, question: RawBuilder<Row>): Promise<readonly Row[]> {
  const gathered = takeGathered(db);
  if (isPostgres(db) && !isNothing(gathered))
    return (await sql<Row>`${insertions(gathered)} ${question}`.execute(db)).rows;
  await insertGathered(db, gathered);
  return (await question.execute(db)).rows;
}

function takeGathered(db: Db): Gathered {
  const gathered = waiting.get(db);
  if (!gathered) return NONE;
  waiting.set(db, NONE);
  return gathered;
}

const isNothing = ({ events, ledger }: Gathered): boolean => events.length + ledger.length === 0;

/** Rows are inserted at once again, and those that wait are forgotten. */
export function endGathering(db: Db): void {
  waiting.delete(db);
}

/** Remembers what waits now; the result brings it back after a rollback to this moment. */
export function markAppends(db: Db): () => void {
  const gathered = waiting.get(db);
  return () => {
    if (gathered) waiting.set(db, gathered);
  };
}

async function insertGathered(db: Db, gathered: Gathered): Promise<void> {
  if (!isPostgres(db)) {
    await insertEntries(db, gathered.ledger);
    await insertEvents(db, gathered.events);
  } else if (!isNothing(gathered)) {
    await sql`${insertions(gathered)} select 1`.execute(db);
  }
}

/** Beginning of a statement that inserts both, as the server takes it. */
const insertions = ({ events, ledger }: Gathered): RawBuilder<unknown> => sql`with booked as (
  insert into ledger (job_id, batch_id, provider, account, model, attempt, entry, units, unit, at)
  select job_id, batch_id, provider, account, model, coalesce(attempt, ${heldAttempt(sql.ref("entry.job_id"))}),
    entry, units, unit, at from ${rowList("ledger", ledger)} as entry),
told as (
  insert into event (at, job_id, kind, from_state, to_state, data_json)
  select at, job_id, kind, from_state, to_state, data_json from ${rowList("event", events)})`;

const heldAttempt = (job: RawBuilder<unknown>) =>
  sql<number>`(select coalesce(max(held.attempt), 1) from ledger as held where held.job_id = ${job})`;

async function insertEvents(db: Db, rows: readonly EventRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) {
    await db
      .insertInto("event")
      .values(rows.slice(at, at + CHUNK))
      .execute();
  }
}

async function insertEntries(db: Db, rows: readonly LedgerRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) {
    await db
      .insertInto("ledger")
      .values(
        rows
          .slice(at, at + CHUNK)
          .map((row) => ({ ...row, attempt: row.attempt ?? heldAttempt(sql.val(row.job_id)) })),
      )
      .execute();
  }
}
