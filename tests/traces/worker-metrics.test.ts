import { metrics } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { afterEach, expect, it } from "vitest";
import { openShop } from "../cli/support/shop.ts";

afterEach(() => metrics.disable());

const ONE_HOUR_MS = 3_600_000;

it("reports the gauges of the store for a worker that ends before the first interval of its exporter", async () => {
  await using shop = await openShop();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: ONE_HOUR_MS });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  await shop.writeBatch(2);
  expect(await shop.kling("run batch.yaml --detach")).toMatchObject({ exitCode: 0 });
  expect(await shop.kling("worker --until-idle")).toMatchObject({ exitCode: 0 });
  const jobs = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics: all }) => all))
    .filter(({ descriptor }) => descriptor.name === "klingkit.jobs")
    .flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => [attributes["klingkit.job.state"], value]),
    );
  expect(jobs).toContainEqual(["collected", 2]);
  await provider.shutdown();
});
