import type { Clock } from "klingkit";
import type { Db } from "./schema.ts";

/** Where jobs live. Two kinds, one behaviour. */
export interface Store {
  readonly kind: "sqlite" | "postgres";
  /** Sees what is committed. Never writes. */
  readonly reader: Db;
  /** The one clock of all machines that share the store; absent where they are one machine. */
  readonly clock?: Clock;
  /**
   * Runs an operation in one durable transaction; it may wait for nothing but its queries.
   * Operations that wait at the same moment share a commit, and each is undone alone when it throws.
   * It may be run again after it was undone, so that it changes nothing but the store.
   */
  write<T>(operation: (db: Db) => Promise<T>): Promise<T>;
  /** Calls `ring` when another process has made something due. Resolves with what ends it. Absent where only looking tells. */
  listen?(ring: () => void): Promise<() => Promise<void>>;
  /** Throws StoreError `store_gone` when what is written can no longer be found by anybody else. Absent where that cannot happen. */
  verify?(): void;
  /** The process is asked to end: a store that does not respond is no longer waited for. Absent where none can be silent. */
  hurry?(): void;
  /** Ends what is being written; later writes throw StoreError `store_closed`. */
  close(): Promise<void>;
}
