import type { Db } from "./schema.ts";
import { StoreError } from "./store-error.ts";

/** Operations per commit; bounds how long other processes wait for the store. */
const MAX_OPERATIONS = 256;

/** Something to write that waits for its commit. */
export interface Operation {
  readonly run: (db: Db) => Promise<void>;
  /** Called when its commit is durable. */
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Settles every operation of a batch; never rejects. */
export type Commit = (batch: readonly Operation[]) => Promise<void>;

/** The only way to write: everything that waits at one moment goes through one transaction and one durable commit. */
export function createGroupCommit(commit: Commit) {
  const queue: Operation[] = [];
  let drained: Promise<void> | undefined;
  let isClosed = false;

  async function drain(): Promise<void> {
    // Answers that arrive in the same turn of the event loop shall share the commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) await commit(queue.splice(0, MAX_OPERATIONS));
    drained = undefined;
  }

  return {
    /** Rejects with StoreError `store_closed` after `close`. */
    write<T>(operation: (db: Db) => Promise<T>): Promise<T> {
      if (isClosed) return Promise.reject(new StoreError("store_closed", "the store was closed"));
      return new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | undefined;
        queue.push({
          run: async (db) => {
            result = { value: await operation(db) };
          },
          succeed: () => {
            if (result) resolve(result.value);
          },
          fail: reject,
        });
        drained ??= drain();
      });
    },
    /** Takes no more; resolves when nothing waits. */
    async close(): Promise<void> {
      isClosed = true;
      while (queue.length > 0 || drained !== undefined) await drained;
    },
  };
}
