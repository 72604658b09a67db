import { addRequestCounts, readRequestCounts } from "@klingkit/engine";
import { expect, test } from "vitest";
import { createStoreSite } from "./support/stores.ts";

const measure = (requests: number, latencyMsMax: number) => ({
  requests,
  successes: requests - 1,
  failures: 1,
  bytesReceived: 100 * requests,
  latencyMsTotal: 10 * requests,
  latencyMsMax,
});

test("adds what processes have sent at the same time, by account and operation", async () => {
  await using site = await createStoreSite();
  const stores = await Promise.all([site.open(), site.open()]);
  const kling = { provider: "kling", account: "mine" };
  await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      addRequestCounts(stores[at % 2 === 0 ? 0 : 1], {
        ...kling,
        metrics: { "tasks/query": measure(2, at) },
        sinceMs: 5000 + at,
      }),
    ),
  );
  await addRequestCounts(stores[0], {
    ...kling,
    account: "other",
    metrics: { "v1/text2video": measure(1, 1) },
    sinceMs: 9,
  });
  await addRequestCounts(stores[0], { ...kling, account: "idle", metrics: {}, sinceMs: 9 });
  expect(await readRequestCounts(stores[1].reader)).toEqual([
    {
      ...kling,
      operation: "tasks/query",
      ...measure(40, 19),
      successes: 20,
      failures: 20,
      // The process that began first; the order of the writes does not matter.
      sinceMs: 5000,
    },
    { ...kling, account: "other", operation: "v1/text2video", ...measure(1, 1), sinceMs: 9 },
  ]);
  await Promise.all(stores.map((store) => store.close()));
});
