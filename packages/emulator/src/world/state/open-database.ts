import { chmod, open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";
import { DataCorruptError, DataLockedError, DataVersionError, DataWriteError } from "./state-errors.ts";

export const DATABASE_NAME = "state.db";
/** State of versions before this one, which kept a log of changes. */
const OLD_LOG_NAME = "log.ndjson";
/** Marks the file as ours (`PRAGMA application_id`): "kemu". */
const APPLICATION_ID = 0x6b656d75;
/** Raise when older versions cannot read the tables any more. */
const SCHEMA_VERSION = 1;

/** Records are JSON text; `seq` keeps the order of arrival. */
const SCHEMA = `
  CREATE TABLE run (seq INTEGER PRIMARY KEY, started_at_ms INTEGER NOT NULL, latest_ms INTEGER NOT NULL);
  CREATE TABLE task (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, record TEXT NOT NULL);
  CREATE INDEX task_account ON task (account);
  CREATE TABLE image (task_id TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE account (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE journal (seq INTEGER PRIMARY KEY, account TEXT, record TEXT NOT NULL);
  CREATE INDEX journal_account ON journal (account);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Made in files of earlier versions, too, which leave them alone. */
const ADDED_TABLES = `
  CREATE TABLE IF NOT EXISTS upload (name TEXT PRIMARY KEY, record TEXT NOT NULL, bytes BLOB) WITHOUT ROWID;
`;

/**
 * Opens the database of a folder, made if it does not exist, for this emulator alone. Throws `DataLockedError`,
 * `DataVersionError`, `DataCorruptError`, `DataWriteError`, or node's error for a folder that cannot be made.
 */
export async function openDatabase(directory: string): Promise<DatabaseSync> {
  await makeFolder(directory);
  const path = join(directory, DATABASE_NAME);
  if (!(await exists(path)) && (await exists(join(directory, OLD_LOG_NAME)))) {
    throw new DataVersionError(
      `${directory} holds emulator state of an earlier version (${OLD_LOG_NAME}), which this version cannot read. Choose another folder, or delete ${OLD_LOG_NAME} to start without it.`,
    );
  }
  await makePrivate(path);
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  try {
    prepare(database, { directory, path });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

interface Place {
  readonly directory: string;
  readonly path: string;
}

function prepare(database: DatabaseSync, { directory, path }: Place): void {
  try {
    // Once taken, the lock of the file is held until the process ends, however it ends.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const version = checkOrigin(database, path);
    database.exec("COMMIT");
    // Only now, because it writes into the file.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (version === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT;`);
    database.exec(ADDED_TABLES);
  } catch (cause) {
    throw explain(cause, { directory, path });
  }
  const problem = numberOrText(database, "quick_check(1)");
  if (problem !== "ok") throw new DataCorruptError({ path, reason: String(problem) });
}

/** Version of the tables; 0 for a new file. */
function checkOrigin(database: DatabaseSync, path: string): number {
  const application = numberOrText(database, "application_id");
  const version = Number(numberOrText(database, "user_version"));
  const isEmpty = numberOrText(database, "page_count") === 0 || hasNoTables(database);
  if (application === 0 && version === 0 && isEmpty) return 0;
  if (application !== APPLICATION_ID) {
    throw new DataVersionError(`${path} does not hold state of the emulator. Choose another folder.`);
  }
  if (version > SCHEMA_VERSION) {
    throw new DataVersionError(
      `${path} has format ${version}, and this version reads formats up to ${SCHEMA_VERSION}. Update klingkit, or choose another folder.`,
    );
  }
  return version;
}

const hasNoTables = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;

function numberOrText(database: DatabaseSync, pragma: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
}

/** Result codes of SQLite. @source https://sqlite.org/rescode.html */
const CODE = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const;

function explain(cause: unknown, { directory, path }: Place): unknown {
  if (!(cause instanceof Error && "errcode" in cause)) return cause;
  // The low byte is the code, the rest says more about it.
  const code = Number(cause.errcode) & 0xff;
  if (code === CODE.busy || code === CODE.locked) return new DataLockedError({ directory, cause });
  if (code === CODE.notADatabase)
    return new DataVersionError(`${path} does not hold state of the emulator. Choose another folder.`);
  if (code === CODE.corrupt) return new DataCorruptError({ path, reason: cause.message });
  return new DataWriteError({ path, cause });
}

/** Links to results are in the file, so only the owner may read it; the other files of the database follow it. */
async function makePrivate(path: string): Promise<void> {
  const file = await open(path, "a", 0o600);
  await file.close();
  await chmod(path, 0o600);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
