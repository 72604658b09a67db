import { isFullDisk } from "../full-disk.ts";
import { diskFull, StoreError, type StoreErrorOptions } from "../store-error.ts";
import { isConnectionLoss } from "./connection-loss.ts";
import type { PostgresAddress } from "./postgres-address.ts";

/** SQLSTATE of a role that lacks a right, and of one that may not use the schema which is there: to it there is none. */
const LACKS_RIGHTS: readonly unknown[] = ["42501", "3F000"];

/** Tells which store failed and what to do, as StoreError `store_unreachable`, `store_unreadable`, or `store_write_failed` for a full disk; never with a password. `options`: what is known of money. */
export function explainFailure(
  error: unknown,
  { place }: Pick<PostgresAddress, "place">,
  options: Pick<StoreErrorOptions, "mayHaveCharged"> = {},
): StoreError {
  const isOurs = error instanceof StoreError;
  // A write that failed before it began says nothing yet: its cause does.
  if (isOurs && error.code !== "store_write_failed") return error;
  const cause = isOurs ? error.cause : error;
  const reason = reasonOf(cause);
  if (isFullDisk(cause)) return diskFull(cause, place);
  if (isConnectionLoss(cause)) {
    const message = `The store at ${place} cannot be reached: ${reason}. Nothing was written. Start the server, or correct the address.`;
    return new StoreError("store_unreachable", message, { cause });
  }
  const help = LACKS_RIGHTS.includes(codeOf(cause)) ? " Let its owner grant the role what is missing." : "";
  return new StoreError(
    "store_unreadable",
    `The store at ${place} cannot be used: ${reason}. Nothing was written.${help}`,
    { ...options, cause },
  );
}

/** Where several addresses of a host were tried, the sum of their errors has no message of its own. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.message !== "") return cause.message;
  return cause instanceof AggregateError
    ? cause.errors.map(reasonOf).join(", ")
    : (codeOf(cause) ?? cause.name);
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
