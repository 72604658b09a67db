import {
  type BatchObservableResult,
  type MeterProvider,
  metrics,
  type ObservableGauge,
} from "@opentelemetry/api";
import type { Clock } from "klingkit";
import { requireObjects } from "../arguments/require-arguments.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Store } from "../store/store.ts";
import { ATTRIBUTE, METRIC, SCOPE } from "../telemetry/names.ts";
import { readGauges } from "./read-gauges.ts";

export interface StoreObservation {
  /** Default: the global one. It must be registered before. */
  readonly meterProvider?: MeterProvider;
  /** Default: that of the store's server, or the machine's. */
  readonly clock?: Pick<Clock, "nowMs">;
  /** Hears about a store that could not be read; the values are then left out. Default: silent. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Reports what is in a store each time that metrics are collected: slots, queues, jobs by state, units. Nothing is read in between.
 * One process per store is enough; where several do it, take the largest value, not the sum. Returns what ends it.
 */
export function observeStore(store: Store, options: StoreObservation = {}): () => void {
  requireObjects("observeStore", { store });
  const { meterProvider = metrics.getMeterProvider(), onError = () => {} } = options;
  const clock = options.clock ?? store.clock ?? createSystemClock();
  const meter = meterProvider.getMeter(SCOPE);
  const gauge = (name: string, description: string, unit: string) =>
    meter.createObservableGauge(name, { description, unit });
  const gauges = {
    slotsUsed: gauge(METRIC.slotsUsed, "Tasks that hold a slot", "{slot}"),
    slotsLimit: gauge(METRIC.slotsLimit, "Slots that are known to exist", "{slot}"),
    queueAge: gauge(METRIC.queueAge, "How long the oldest job has waited to be sent", "s"),
    jobs: gauge(METRIC.jobs, "Jobs by state", "{job}"),
    units: gauge(METRIC.units, "Units that are held or settled", "{unit}"),
  };
  const all = Object.values(gauges);
  const callback = (result: BatchObservableResult) =>
    observe(result, gauges, { store, nowMs: clock.nowMs() }).catch(onError);
  meter.addBatchObservableCallback(callback, all);
  return () => meter.removeBatchObservableCallback(callback, all);
}

type GaugeName = "slotsUsed" | "slotsLimit" | "queueAge" | "jobs" | "units";

async function observe(
  result: BatchObservableResult,
  gauges: Readonly<Record<GaugeName, ObservableGauge>>,
  { store, nowMs }: { readonly store: Store; readonly nowMs: number },
): Promise<void> {
  const { pools, jobs, units } = await readGauges(store.reader, nowMs);
  for (const { pool, slotsUsed, slotsLimit, queueAgeMs, ...key } of pools) {
    const names = { ...namesOf(key), [ATTRIBUTE.pool]: pool };
    result.observe(gauges.slotsUsed, slotsUsed, names);
    result.observe(gauges.slotsLimit, slotsLimit, names);
    result.observe(gauges.queueAge, queueAgeMs / 1000, names);
  }
  for (const { state, count, ...key } of jobs)
    result.observe(gauges.jobs, count, { ...namesOf(key), [ATTRIBUTE.jobState]: state });
  for (const { unit, held, settled, ...key } of units) {
    const names = { ...namesOf(key), [ATTRIBUTE.unit]: unit };
    result.observe(gauges.units, held, { ...names, [ATTRIBUTE.unitsState]: "held" });
    result.observe(gauges.units, settled, { ...names, [ATTRIBUTE.unitsState]: "settled" });
  }
}

const namesOf = ({ provider, account }: AccountKey) => ({
  [ATTRIBUTE.provider]: provider,
  [ATTRIBUTE.account]: account,
});
