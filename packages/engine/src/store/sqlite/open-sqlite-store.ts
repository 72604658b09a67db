import { chmodSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { createGroupCommit } from "../group-commit.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Schema } from "../schema.ts";
import type { Store } from "../store.ts";
import { commitTogether } from "./commit-together.ts";
import { explainDamage } from "./explain-damage.ts";
import { watchIdentity } from "./file-identity.ts";
import { toKyselyDatabase } from "./kysely-database.ts";
import { ListSqliteDialect } from "./list-dialect.ts";

/** Most stores can be opened: what is said otherwise is loaded only then. */
const loadWords = () => import("./explain-sqlite-failure.ts");

/** How long a writer waits for another process, in ms. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens or makes a store in one file; several processes may use it at once, on one machine and a local disk.
 * Every commit is on the disk before it is answered. Throws StoreError
 * (`store_newer`, `store_unreadable`, and `store_busy` or `store_write_failed` for what may pass).
 */
export async function openSqliteStore(filePath: string): Promise<Store> {
  const opened: DatabaseSync[] = [];
  try {
    return await openStore(filePath, opened);
  } catch (error) {
    closeAll(opened);
    const { explainSqliteFailure } = await loadWords();
    throw explainSqliteFailure(error, filePath);
  }
}

/** `opened` gets every connection as soon as it is there, for a caller that must close them where the next step fails. */
async function openStore(filePath: string, opened: DatabaseSync[]): Promise<Store> {
  const isNew = !(await isThere(filePath));
  if (isNew) await makeFolderOf(filePath);
  const writing = await openConnection(filePath, opened);
  // Links to results are in it.
  if (isNew) chmodSync(filePath, 0o600);
  let isUntouched = true;
  const explain = (error: unknown) => explainDamage(error, { filePath, isUntouched });
  const writer = new Kysely<Schema>({
    dialect: new ListSqliteDialect({ database: toKyselyDatabase(writing, explain) }),
  });
  const group = createGroupCommit((batch) => commitTogether(writing, writer, batch));
  await group.write((db) => migrate(db, "sqlite"));
  const reading = await openConnection(filePath, opened);
  const reader = new Kysely<Schema>({
    dialect: new ListSqliteDialect({ database: toKyselyDatabase(reading, explain) }),
  });
  return {
    kind: "sqlite",
    reader,
    async write(operation) {
      try {
        const result = await group.write(operation);
        isUntouched = false;
        return result;
      } catch (error) {
        // The statements of the commit itself have no words of the store yet.
        throw explain(error);
      }
    },
    verify: watchIdentity(filePath),
    async close() {
      await group.close();
      closeAll([reading, writing]);
    },
  };
}

/**
 * For its owner only, whoever opens the store first: inputs and videos may be put beside it. One that is there keeps its rights,
 * because it may be shared on purpose. Only a new store needs it: a list of jobs is shown faster without the code of downloads.
 */
async function makeFolderOf(filePath: string): Promise<void> {
  const { makeFolder } = await import("klingkit/node");
  await makeFolder(dirname(filePath), { mode: 0o700 });
}

/** Throws for what SQLite would only call a failing disk, such as a device. */
async function isThere(filePath: string): Promise<boolean> {
  const found = statSync(filePath, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return found !== undefined;
  throw (await loadWords()).noFile(filePath, found.isDirectory() ? "folder" : "device");
}

function closeAll(databases: readonly DatabaseSync[]): void {
  for (const database of databases) if (database.isOpen) database.close();
}

async function openConnection(filePath: string, opened: DatabaseSync[]): Promise<DatabaseSync> {
  const database = new DatabaseSync(filePath, { timeout: BUSY_TIMEOUT_MS });
  opened.push(database);
  await refuseForeign(database, filePath);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = OFF");
  return database;
}

/** Before anything is written: switching to WAL alone would change the file of another program. */
async function refuseForeign(database: DatabaseSync, filePath: string): Promise<void> {
  const { tables, ours } = database
    .prepare(
      "select count(*) as tables, count(case when name = 'store_meta' then 1 end) as ours from sqlite_master",
    )
    .get() ?? { tables: 0 };
  if (tables === 0 || ours === 1) return;
  throw (await loadWords()).foreignFile(filePath);
}
