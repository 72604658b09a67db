import { StoreError, sqliteCode } from "../store-error.ts";

/** SQLite's code for a file whose content contradicts itself. */
export const DAMAGED = 11;

/** SQLite's codes for a file that nobody can read, however often it is tried. */
const RUINED_CODES: readonly unknown[] = [DAMAGED, 26];

/** What a store that is open knows of itself. */
interface OpenStoreFacts {
  readonly filePath: string;
  /** Whether this process has committed nothing yet: then it has not sent anything either. */
  readonly isUntouched: boolean;
}

/** Damage that shows only when a page is read or written, as StoreError `store_unreadable`; every other error as it is. */
export function explainDamage(error: unknown, { filePath, isUntouched }: OpenStoreFacts): unknown {
  const cause =
    error instanceof StoreError && error.code === "store_write_failed" ? (error.cause ?? error) : error;
  if (!RUINED_CODES.includes(sqliteCode(cause))) return error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return damaged(filePath, reason, { isUntouched, cause });
}

/** Where nothing was written yet, nothing was sent: every create request is saved before it leaves. */
export function damaged(
  filePath: string,
  reason: string,
  { isUntouched, cause }: { readonly isUntouched: boolean; readonly cause: unknown },
): StoreError {
  const sent = isUntouched
    ? "Nothing was sent."
    : "klingkit stops, so that it sends nothing more. It finds what was bought again at the service.";
  return new StoreError(
    "store_unreadable",
    `The store ${filePath} is damaged: ${reason}. ${sent} Move its -wal and -shm files away, then restore a backup: docs/operate/backup-and-upgrade.md#restore.`,
    { cause, mayHaveCharged: isUntouched ? "no" : "unknown" },
  );
}
