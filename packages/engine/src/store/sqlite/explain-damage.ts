import { diskFull, StoreError, sqliteCode } from "../store-error.ts";

/** SQLite's code for a file whose content contradicts itself. */
export const DAMAGED = 11;

/** SQLite's codes for a file that nobody can read, however often it is tried. */
const RUINED_CODES: readonly unknown[] = [DAMAGED, 26];

/** SQLite's code for a disk that is full. */
const FULL = 13;

/** What a store that is open knows of itself. */
interface OpenStoreFacts {
  readonly filePath: string;
  /** Whether this process has committed nothing yet: then it has not sent anything either. */
  readonly isUntouched: boolean;
}

/**
 * Damage that shows only when a page is read or written, as StoreError `store_unreadable`, and a full disk with the path of the store;
 * every other error as it is.
 */
export function explainDamage(error: unknown, facts: OpenStoreFacts): unknown {
  const isWrite = error instanceof StoreError && error.code === "store_write_failed";
  const cause = isWrite ? error.cause : error;
  if (RUINED_CODES.includes(sqliteCode(cause))) return damaged(cause, facts);
  return sqliteCode(cause) === FULL ? diskFull(cause, facts.filePath) : error;
}

/** Where nothing was written yet, nothing was sent: every create request is saved before it leaves. */
export const damaged = (cause: unknown, { filePath, isUntouched }: OpenStoreFacts): StoreError =>
  new StoreError(
    "store_unreadable",
    `The store ${filePath} is damaged (${String(cause)}). Nothing ${isUntouched ? "was" : "more is"} sent. Restore a backup: docs/operate/backup-and-upgrade.md#restore.`,
    { cause, mayHaveCharged: isUntouched ? "no" : "unknown" },
  );
