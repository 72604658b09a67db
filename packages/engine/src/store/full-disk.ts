import { StoreError, sqliteCode } from "./store-error.ts";

/** SQLite's code, SQLSTATE and codes of the system for a disk that is full. */
const FULL_CODES: readonly unknown[] = [13, "53100", "ENOSPC", "EDQUOT"];

/** The disk of the store is full: nothing was committed, and free space helps. */
export function isFullDisk(error: unknown): boolean {
  if (error instanceof StoreError) return isFullDisk(error.cause);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return FULL_CODES.includes(sqliteCode(error) ?? code);
}
