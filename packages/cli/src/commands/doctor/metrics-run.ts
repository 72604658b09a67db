import { type RequestCounts, readRequestCounts } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { withStoreToRead } from "../../jobs/open-store.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";

const COLUMNS = [
  { title: "OPERATION" },
  { title: "REQUESTS", isNumber: true },
  { title: "FAILED", isNumber: true },
  { title: "KB EACH", isNumber: true },
  { title: "MS EACH", isNumber: true },
  { title: "MS MOST", isNumber: true },
  { title: "ACCOUNT", min: 9, cut: "middle", rank: 1 },
] as const;

/** Shows the counters that commands with jobs leave in the store when they end. */
export async function runMetrics(options: OutputOptions & StoreOptions, deps: Deps): Promise<void> {
  const { counts, missing } = await withStoreToRead(deps, options, async ({ reader }, missing) => ({
    counts: await readRequestCounts(reader),
    missing,
  }));
  const operations = counts.map(countsJson);
  printResult(deps, options, { success: true, operations, count: operations.length, ...missing }, (style) =>
    operations.length === 0
      ? "No request was counted yet. Commands that buy, follow and collect count theirs when they end.\n"
      : formatTable(
          style,
          COLUMNS,
          operations.map(({ operation, requests, failures, bytes_each, ms_each, ms_most, account }) => [
            operation,
            String(requests),
            String(failures),
            (bytes_each / 1000).toFixed(1),
            String(ms_each),
            String(ms_most),
            account,
          ]),
        ),
  );
}

const countsJson = (counts: RequestCounts) => ({
  service: counts.provider,
  account: counts.account,
  operation: counts.operation,
  requests: counts.requests,
  successes: counts.successes,
  failures: counts.failures,
  bytes_each: Math.round(counts.bytesReceived / counts.requests),
  ms_each: Math.round(counts.latencyMsTotal / counts.requests),
  ms_most: Math.round(counts.latencyMsMax),
  since: new Date(counts.sinceMs).toISOString(),
});
