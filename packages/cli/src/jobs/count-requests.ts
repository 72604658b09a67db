import type { Store } from "@klingkit/engine";
import type { OperationMetrics } from "klingkit";
import type { Deps } from "../deps.ts";
import type { Services } from "./service.ts";

type Metrics = Readonly<Record<string, OperationMetrics>>;

/** Keeps how many requests were sent since it was last called, and how they went, for `kling doctor --metrics`. */
export type CountRequests = (store: Store) => Promise<void>;

export function createRequestCounter({ clock }: Deps, { all }: Services): CountRequests {
  const counted = new Map<string, Metrics>();
  const startedAtMs = clock.nowMs();
  return async (store) => {
    const { addRequestCounts } = await import("@klingkit/engine");
    // By the clock that all processes of the store share.
    const sinceMs = (store.clock ?? clock).nowMs() - (clock.nowMs() - startedAtMs);
    for (const { name: provider, account, metrics } of all) {
      const now = metrics();
      const fresh = since(counted.get(provider) ?? {}, now);
      // The command has an outcome of its own, which a store that went away must not hide.
      await addRequestCounts(store, { provider, account, metrics: fresh, sinceMs }).then(
        () => counted.set(provider, now),
        () => undefined,
      );
    }
  };
}

/** What was added, without operations that were not used. The longest time stays that of all. */
const since = (before: Metrics, now: Metrics): Metrics =>
  Object.fromEntries(
    Object.entries(now).flatMap(([operation, own]) => {
      const old = before[operation];
      if (old === undefined) return [[operation, own]];
      if (old.requests === own.requests) return [];
      const fresh = {
        requests: own.requests - old.requests,
        successes: own.successes - old.successes,
        failures: own.failures - old.failures,
        bytesReceived: own.bytesReceived - old.bytesReceived,
        latencyMsTotal: own.latencyMsTotal - old.latencyMsTotal,
        latencyMsMax: own.latencyMsMax,
      };
      return [[operation, fresh]];
    }),
  );
