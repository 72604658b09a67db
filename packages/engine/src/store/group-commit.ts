import type { Db } from "./schema.ts";

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

  async function drain(): Promise<void> {
    // Answers that arrive in the same turn of the event loop shall share the commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) await commit(queue.splice(0, MAX_OPERATIONS));
    drained = undefined;
  }

  return {
    write<T>(operation: (db: Db) => Promise<T>): Promise<T> {
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
    /** Resolves when nothing waits. */
    async flush(): Promise<void> {
      while (queue.length > 0 || drained !== undefined) await drained;
    },
  };
}
