import type { Db } from "./schema.ts";

/** Where jobs live. Two kinds, one behaviour. */
export interface Store {
  readonly kind: "sqlite" | "postgres";
  /** Sees what is committed. Never writes. */
  readonly reader: Db;
  /**
   * Runs an operation in one durable transaction; it may wait for nothing but its queries.
   * Operations that wait at the same moment share a commit, and each is undone alone when it throws.
   */
  write<T>(operation: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
