import { constants, PerformanceObserver } from "node:perf_hooks";
import { expect, test } from "vitest";
import { createChunkFreer } from "./free-chunks.ts";

/** Collections that were asked for while `work` ran, as Node counts them. */
async function forcedCollections(work: () => void): Promise<number> {
  let count = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind, flags } = Object(Reflect.get(entry, "detail"));
      const isForced = (flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
      if (isForced && kind === constants.NODE_PERFORMANCE_GC_MINOR) count += 1;
    }
  });
  observer.observe({ entryTypes: ["gc"] });
  work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.disconnect();
  return count;
}

test("collects once in 16 MB of downloads", async () => {
  const report = createChunkFreer();
  const reports = (count: number) => () => {
    for (let at = 0; at < count; at += 1) report();
  };
  expect(await forcedCollections(reports(63))).toBe(0);
  expect(await forcedCollections(reports(1))).toBe(1);
  expect(await forcedCollections(reports(128))).toBe(2);
});
