import type { InsertObject } from "kysely";
import type { Db, Schema } from "./schema.ts";

type EventRow = InsertObject<Schema, "event">;
type LedgerRow = InsertObject<Schema, "ledger">;

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
  else await insertEvents(db, events);
}

export async function appendToLedger(db: Db, entries: readonly LedgerRow[]): Promise<void> {
  const gathered = waiting.get(db);
  if (gathered) waiting.set(db, { ...gathered, ledger: [...gathered.ledger, ...entries] });
  else await insertEntries(db, entries);
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
  const gathered = waiting.get(db);
  if (!gathered) return;
  waiting.set(db, NONE);
  await insertEntries(db, gathered.ledger);
  await insertEvents(db, gathered.events);
}

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
      .values(rows.slice(at, at + CHUNK))
      .execute();
  }
}
