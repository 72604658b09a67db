import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Reports of progress, one for each 256 kB, between two collections: 16 MB. */
const REPORTS = 64;

type CollectGarbage = (options: { readonly type: "minor" }) => void;

/**
 * For the reports of all downloads of this process. The chunks of a download are memory outside V8's heap, which makes
 * it collect garbage after some 80 MB only: 50 downloads of 100 MB took 180 MB, and take 150 MB so.
 */
export function createChunkFreer(): () => void {
  let reports = 0;
  let collectGarbage: CollectGarbage | undefined;
  return () => {
    reports += 1;
    if (reports % REPORTS !== 0) return;
    collectGarbage ??= findCollector();
    collectGarbage({ type: "minor" });
  };
}

/** Node shows it to contexts that are made after the flag was set. */
function findCollector(): CollectGarbage {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("globalThis.gc");
  return typeof found === "function" ? (options) => void found(options) : () => {};
}
