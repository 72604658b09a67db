import type { DatabaseSync } from "node:sqlite";
import type { Db } from "../schema.ts";
import { StoreError } from "../store-error.ts";

/** Operations per commit; bounds how long other processes wait for the file. */
const MAX_OPERATIONS = 256;

interface Waiting {
  readonly run: () => Promise<void>;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** The only way to write: everything that waits at one moment goes through one BEGIN IMMEDIATE and one durable commit. */
export function createGroupCommit(database: DatabaseSync, db: Db) {
  const queue: Waiting[] = [];
  let drained: Promise<void> | undefined;

  async function drain(): Promise<void> {
    // Answers that arrive in the same turn of the event loop shall share the commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) await commitTogether(database, queue.splice(0, MAX_OPERATIONS));
    drained = undefined;
  }

  return {
    write<T>(operation: (db: Db) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | undefined;
        queue.push({
          run: async () => {
            result = { value: await operation(db) };
          },
          succeed: () => {
            if (result) resolve(result.value);
          },
          fail: reject,
        });
        drained ??= drain();
      });
    },
    /** Resolves when nothing waits. */
    async flush(): Promise<void> {
      while (queue.length > 0 || drained !== undefined) await drained;
    },
  };
}

async function commitTogether(database: DatabaseSync, batch: readonly Waiting[]): Promise<void> {
  const undone = new Set(batch);
  try {
    begin(database);
    for (const waiting of batch) {
      const failure = await runAlone(database, waiting);
      // A full disk ends the whole transaction, and with it what others have done in it.
      if (!database.isTransaction) throw failure?.error;
      if (!failure) continue;
      undone.delete(waiting);
      waiting.fail(failure.error);
    }
    database.exec("COMMIT");
  } catch (cause) {
    if (database.isTransaction) database.exec("ROLLBACK");
    const error = cause instanceof StoreError ? cause : writeFailed(cause);
    for (const waiting of undone) waiting.fail(error);
    return;
  }
  for (const waiting of undone) waiting.succeed();
}

function begin(database: DatabaseSync): void {
  try {
    database.exec("BEGIN IMMEDIATE");
  } catch (cause) {
    throw new StoreError("store_busy", "another process keeps the store locked", { cause });
  }
}

/** One operation inside the shared transaction; a failure takes back its own writes only. */
async function runAlone(
  database: DatabaseSync,
  waiting: Waiting,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    database.exec("SAVEPOINT operation");
    await waiting.run();
    database.exec("RELEASE operation");
    return undefined;
  } catch (error) {
    if (database.isTransaction) {
      database.exec("ROLLBACK TO operation");
      database.exec("RELEASE operation");
    }
    return { error };
  }
}

function writeFailed(cause: unknown): StoreError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StoreError("store_write_failed", `the store cannot be written: ${message}`, { cause });
}
