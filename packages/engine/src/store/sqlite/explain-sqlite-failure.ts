import { isFullDisk } from "../full-disk.ts";
import { diskFull, isPassing, StoreError, sqliteCode, storeBusy } from "../store-error.ts";
import { DAMAGED, damaged } from "./explain-damage.ts";

/** SQLite's codes for a file that another process keeps locked. */
const LOCKED_CODES: readonly unknown[] = [5, 6];

/** The other codes, with what a person can do about each. */
const HELP: Readonly<Record<number, string>> = {
  // Read only.
  8: "Let the user of this program write the file and its folder",
  // Cannot be opened.
  14: "It must be a file in a folder that the user of this program may read and write",
  // Not a database: something else, or a store whose first bytes are damaged.
  26: "If it should be a store, it is damaged: restore a backup. Otherwise name another file",
};

const OTHER_HELP = "It may belong to another program; name another file";
const FOLDER_HELP = "Name a file in a folder that the user of this program may write";

/** Tells which file failed and what to do, as StoreError: `store_unreadable`, or the code of what may pass. */
export function explainSqliteFailure(error: unknown, filePath: string): StoreError {
  const isOurs = error instanceof StoreError;
  // A write that failed before it began says nothing yet: its cause does.
  if (isOurs && error.code !== "store_write_failed") return error;
  const cause = isOurs ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = sqliteCode(cause);
  if (LOCKED_CODES.includes(code)) return storeBusy(cause, ` ${filePath}`);
  if (isFullDisk(cause)) return diskFull(cause, filePath);
  // SQLite calls a disk that was full when the store was opened a failing one.
  if (isPassing(cause))
    return new StoreError(
      "store_write_failed",
      `The store ${filePath} cannot be written: ${reason}. Check that its disk is not full.`,
      { cause },
    );
  if (code === DAMAGED) return damaged(cause, { filePath, isUntouched: true });
  // Without a code it was the system that refused to make the folder or to set the file's rights.
  const help = code === undefined ? FOLDER_HELP : (HELP[code] ?? OTHER_HELP);
  return new StoreError(
    "store_unreadable",
    `The store ${filePath} cannot be used: ${reason}. Nothing was sent. ${help}.`,
    { cause, mayHaveCharged: "no" },
  );
}

/** Of what SQLite would only call a failing disk. */
export const noFile = (filePath: string, kind: "folder" | "device"): StoreError =>
  new StoreError("store_unreadable", `The store ${filePath} cannot be used: it is a ${kind}. Name a file.`, {
    mayHaveCharged: "no",
  });

export const foreignFile = (filePath: string): StoreError =>
  new StoreError(
    "store_unreadable",
    `The file ${filePath} is the database of another program: it has tables, but none of a klingkit store. Nothing was changed. Pass another file.`,
    { mayHaveCharged: "no" },
  );
