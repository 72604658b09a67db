import { isPassing, StoreError, sqliteCode } from "../store-error.ts";

/** SQLite's codes, with what a person can do about each. */
const HELP: Readonly<Record<number, string>> = {
  // Read only.
  8: "Let the user of this program write the file and its folder",
  // Damaged.
  11: "Bring back a copy of it",
  // Cannot be opened.
  14: "It must be a file in a folder that the user of this program may read and write",
  // Not a database.
  26: "It is something else; name another file",
};

const OTHER_HELP = "It may belong to another program; name another file";
const FOLDER_HELP = "Name a file in a folder that the user of this program may write";

/** Tells which file cannot be a store and what to do, as StoreError `store_unreadable`; what may pass keeps its code. */
export function explainSqliteFailure(error: unknown, filePath: string): unknown {
  const isOurs = error instanceof StoreError;
  // A write that failed before it began says nothing yet: its cause does.
  if (isOurs && error.code !== "store_write_failed") return error;
  const cause = isOurs ? error.cause : error;
  if (isPassing(cause) || isFullDisk(cause)) return error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the store ${filePath} cannot be used: ${reason}. ${helpFor(cause)}`;
  return new StoreError("store_unreadable", message, { cause });
}

/** As the system says it, where SQLite did not come to write yet. */
const isFullDisk = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");

function helpFor(cause: unknown): string {
  const code = sqliteCode(cause);
  // Without a code it was the system that refused to make the folder or to set the file's rights.
  return code === undefined ? FOLDER_HELP : (HELP[code] ?? OTHER_HELP);
}
