import { statSync } from "node:fs";
import { StoreError } from "../store-error.ts";

/** Which file a path leads to now; undefined for none. */
function identityOf(filePath: string): string | undefined {
  const found = statSync(filePath, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino}`;
}

/**
 * Remembers which file a store was opened from. The returned check throws StoreError `store_gone` once the path leads elsewhere:
 * a deleted file still takes every write, nobody else sees it, and it ends with the process.
 */
export function watchIdentity(filePath: string): () => void {
  const opened = identityOf(filePath);
  return () => {
    const now = identityOf(filePath);
    if (now === opened) return;
    const what = now === undefined ? "was deleted" : "was replaced by another file";
    throw new StoreError(
      "store_gone",
      `The store ${filePath} ${what} while this process used it. The process stops, so that it sends nothing more. Put the file back or restore a backup, then run the same batch again: nothing is bought twice.`,
      { mayHaveCharged: "unknown" },
    );
  };
}
