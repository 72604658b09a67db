import { isConnectionLoss } from "./postgres/connection-loss.ts";

export type StoreErrorCode =
  | "store_newer"
  | "store_unreadable"
  | "store_busy"
  | "store_unreachable"
  | "store_write_failed"
  | "store_closed"
  | "store_gone"
  | "store_missing"
  | "store_address_invalid"
  | "store_driver_missing"
  | "job_lost"
  | "job_not_found"
  | "event_not_found"
  | "account_missing"
  | "retry_refused"
  | "transition_refused"
  | "evidence_missing";

export interface StoreErrorOptions extends ErrorOptions {
  readonly mayHaveCharged?: "no" | "unknown";
}

/** The store refused. Nothing of the operation was written. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** `unknown` where the store failed while jobs were processed: what was sent before may have been charged. Absent where the code says it. */
  readonly mayHaveCharged?: "no" | "unknown";

  constructor(code: StoreErrorCode, message: string, { mayHaveCharged, ...options }: StoreErrorOptions = {}) {
    super(message, options);
    this.code = code;
    if (mayHaveCharged !== undefined) this.mayHaveCharged = mayHaveCharged;
  }
}

/** Another process has gone on with the job: whatever we learnt is no longer ours to write. */
export const isLost = (error: unknown): boolean => error instanceof StoreError && error.code === "job_lost";

/** A commit that did not happen, or whose answer was lost. */
export function writeFailed(cause: unknown): StoreError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StoreError("store_write_failed", `The store cannot be written: ${message.replace(/\.$/, "")}.`, {
    cause,
  });
}

const PASSING_STORE_CODES: readonly StoreErrorCode[] = [
  "store_busy",
  "store_write_failed",
  "store_unreachable",
];

/** SQLite's codes for busy, locked, input/output error and full. */
const PASSING_CODES: readonly unknown[] = [5, 6, 10, 13];

/** SQLSTATEs of a transaction that another one got in the way of: serialization failure, deadlock, lock not available. */
const CONFLICT_CODES: readonly unknown[] = ["40001", "40P01", "55P03"];

/** The same may work when it is tried again: the store is locked, its disk is full, or its server restarts. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreError) return PASSING_STORE_CODES.includes(error.code);
  return isConnectionLoss(error) || isConflict(error) || PASSING_CODES.includes(sqliteCode(error));
}

const isConflict = (error: unknown): boolean =>
  error instanceof Error && "code" in error && CONFLICT_CODES.includes(error.code);

/** SQLite's code of the error, without the details in its upper bits; undefined for an error of something else. */
export function sqliteCode(error: unknown): number | undefined {
  const isOfSqlite = typeof error === "object" && error !== null && "errcode" in error;
  return isOfSqlite && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** `place`: path of the store, after a space. */
export const storeBusy = (cause: unknown, place = ""): StoreError =>
  new StoreError("store_busy", `Another process keeps the store${place} locked. Try again when it is done.`, {
    cause,
  });

/** `place`: path or address of the store. */
export function diskFull(cause: unknown, place: string): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The disk of the store ${place} is full (${reason.replace(/\.$/, "")}). Free some space.`;
  return new StoreError("store_write_failed", message, { cause });
}
