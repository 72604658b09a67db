import type { DatabaseSync } from "node:sqlite";
import { endGathering, flushAppends, gatherAppends, markAppends } from "../append-only.ts";
import type { Operation } from "../group-commit.ts";
import type { Db } from "../schema.ts";
import { StoreError, sqliteCode, storeBusy, writeFailed } from "../store-error.ts";

const BUSY = 5;

/** Runs operations one after the other in one BEGIN IMMEDIATE and one durable commit. */
export async function commitTogether(
  database: DatabaseSync,
  db: Db,
  batch: readonly Operation[],
): Promise<void> {
  const undone = new Set(batch);
  try {
    begin(database);
    gatherAppends(db);
    for (const waiting of batch) {
      const failure = await runAlone(database, db, waiting);
      // A full disk ends the whole transaction, and with it what others have done in it.
      if (!database.isTransaction) throw failure?.error;
      if (!failure) continue;
      undone.delete(waiting);
      waiting.fail(failure.error);
    }
    await flushAppends(db);
    database.exec("COMMIT");
  } catch (cause) {
    rollBack(database);
    const error = cause instanceof StoreError ? cause : writeFailed(cause);
    for (const waiting of undone) waiting.fail(error);
    return;
  } finally {
    endGathering(db);
  }
  for (const waiting of undone) waiting.succeed();
}

function begin(database: DatabaseSync): void {
  try {
    // Left by a rollback that failed, such as on a disk that did not answer.
    if (database.isTransaction) database.exec("ROLLBACK");
    database.exec("BEGIN IMMEDIATE");
  } catch (cause) {
    if (sqliteCode(cause) !== BUSY) throw cause;
    throw storeBusy(cause);
  }
}

/** Fails without a word: why the transaction ended is the better error, and the next one tries again. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec("ROLLBACK");
  } catch {}
}

/** One operation inside the shared transaction; a failure takes back its own writes only. */
async function runAlone(
  database: DatabaseSync,
  db: Db,
  waiting: Operation,
): Promise<{ readonly error: unknown } | undefined> {
  const restoreAppends = markAppends(db);
  try {
    database.exec("SAVEPOINT operation");
    await waiting.run(db);
    database.exec("RELEASE operation");
    return undefined;
  } catch (error) {
    if (database.isTransaction) {
      database.exec("ROLLBACK TO operation");
      database.exec("RELEASE operation");
      restoreAppends();
    }
    return { error };
  }
}
