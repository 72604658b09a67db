import { sql } from "kysely";
import { flushAppends, gatherAppends, markAppends } from "../append-only.ts";
import type { Operation } from "../group-commit.ts";
import type { Db } from "../schema.ts";
import { StoreError, writeFailed } from "../store-error.ts";
import { isConnectionLoss } from "./connection-loss.ts";

export interface CommitOptions {
  /** Last statements of every transaction. */
  readonly beforeCommit: (db: Db) => Promise<void>;
}

interface Failure {
  readonly error: unknown;
}

/**
 * Runs operations one after the other in one transaction that no other writer of the store runs beside.
 * So the core finds what it finds on SQLite: what it has read still holds when it writes, and events are numbered in the order of their commits.
 */
export async function commitTogether(
  writer: Db,
  batch: readonly Operation[],
  options: CommitOptions,
): Promise<void> {
  if (batch.length > 1 && (await commitWithoutFailures(writer, batch, options))) return;
  const failures = new Map<Operation, Failure>();
  try {
    await writer.transaction().execute(async (db) => {
      gatherAppends(db);
      for (const operation of batch) {
        const failure = await runAlone(db, operation, batch.length > 1);
        if (failure) failures.set(operation, failure);
      }
      // Without a savepoint, the failure of the only operation takes the transaction with it.
      if (failures.size === batch.length) throw new NothingToCommit();
      await options.beforeCommit(db);
      await flushAppends(db);
    });
  } catch (cause) {
    noteCommitFailed(batch, failures, cause);
  }
  settle(batch, failures);
}

/**
 * Nearly always no operation fails, and then savepoints would be a quarter of all round trips.
 * False when one failed: nothing is written, nobody was told anything, and all of them can run once more.
 */
async function commitWithoutFailures(
  writer: Db,
  batch: readonly Operation[],
  options: CommitOptions,
): Promise<boolean> {
  const failures = new Map<Operation, Failure>();
  try {
    await writer.transaction().execute(async (db) => {
      gatherAppends(db);
      for (const { run } of batch) await run(db).catch(refuse);
      await options.beforeCommit(db);
      await flushAppends(db);
    });
  } catch (cause) {
    if (cause instanceof OperationFailed) return false;
    noteCommitFailed(batch, failures, cause);
  }
  settle(batch, failures);
  return true;
}

function refuse(cause: unknown): never {
  throw isConnectionLoss(cause) ? cause : new OperationFailed("an operation failed", { cause });
}

class OperationFailed extends Error {
  override readonly name = "OperationFailed";
}

function noteCommitFailed(batch: readonly Operation[], failures: Map<Operation, Failure>, cause: unknown) {
  if (cause instanceof NothingToCommit) return;
  const error = cause instanceof StoreError ? cause : writeFailed(cause);
  for (const operation of batch) if (!failures.has(operation)) failures.set(operation, { error });
}

function settle(batch: readonly Operation[], failures: ReadonlyMap<Operation, Failure>): void {
  for (const operation of batch) {
    const failure = failures.get(operation);
    if (failure) operation.fail(failure.error);
    else operation.succeed();
  }
}

class NothingToCommit extends Error {
  override readonly name = "NothingToCommit";
}

/** One operation inside the shared transaction; a failure takes back its own writes only. Throws when the connection is lost. */
async function runAlone(db: Db, { run }: Operation, isShared: boolean): Promise<Failure | undefined> {
  const restoreAppends = markAppends(db);
  if (isShared) await sql`savepoint operation`.execute(db);
  try {
    await run(db);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    if (isShared) await sql.raw("rollback to savepoint operation; release savepoint operation").execute(db);
    restoreAppends();
    return { error };
  }
  if (isShared) await sql`release savepoint operation`.execute(db);
  return undefined;
}
