import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { createGroupCommit } from "../group-commit.ts";
import { migrate } from "../migrations/migrate.ts";
import type { Schema } from "../schema.ts";
import type { Store } from "../store.ts";
import { commitTogether } from "./commit-together.ts";
import { toKyselyDatabase } from "./kysely-database.ts";

/** How long a writer waits for another process, in ms. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens or makes a store in one file; several processes may use it at once, on one machine and a local disk.
 * Every commit is on the disk before it is answered. Throws StoreError (`store_newer`, `store_unreadable`).
 */
export async function openSqliteStore(filePath: string): Promise<Store> {
  const isNew = !existsSync(filePath);
  mkdirSync(dirname(filePath), { recursive: true });
  const writing = openConnection(filePath);
  // Links to results are in it.
  if (isNew) chmodSync(filePath, 0o600);
  const writer = new Kysely<Schema>({ dialect: new SqliteDialect({ database: toKyselyDatabase(writing) }) });
  const group = createGroupCommit((batch) => commitTogether(writing, writer, batch));
  try {
    await group.write((db) => migrate(db, "sqlite"));
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  const reading = openConnection(filePath);
  const reader = new Kysely<Schema>({ dialect: new SqliteDialect({ database: toKyselyDatabase(reading) }) });
  return {
    kind: "sqlite",
    reader,
    write: group.write,
    async close() {
      await group.close();
      for (const database of [reading, writing]) if (database.isOpen) database.close();
    },
  };
}

function openConnection(filePath: string): DatabaseSync {
  const database = new DatabaseSync(filePath, { timeout: BUSY_TIMEOUT_MS });
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = OFF");
  return database;
}
