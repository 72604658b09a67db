import { MeterProvider, type MetricData, MetricReader } from "@opentelemetry/sdk-metrics";
import { expect } from "vitest";

/** Collects when it is told to. */
class TestReader extends MetricReader {
  protected override onForceFlush = () => Promise.resolve();
  protected override onShutdown = () => Promise.resolve();
}

export interface MetricRecorder {
  readonly meterProvider: MeterProvider;
  /** All metrics as they are now. */
  collect(): Promise<readonly MetricData[]>;
}

/** One process's OpenTelemetry SDK for metrics. */
export function createMetricRecorder(): MetricRecorder {
  const reader = new TestReader();
  return {
    meterProvider: new MeterProvider({ readers: [reader] }),
    async collect() {
      const { resourceMetrics, errors } = await reader.collect();
      expect(errors).toEqual([]);
      return resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
    },
  };
}
