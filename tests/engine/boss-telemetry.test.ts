import { openPostgresStore } from "@klingkit/engine";
import { createStoreAddress } from "@klingkit/testkit";
import { metrics, trace } from "@opentelemetry/api";
import { sql } from "kysely";
import { afterEach, describe, expect, inject, it } from "vitest";
import { createMetricRecorder } from "./support/metric-recorder.ts";
import { createSpanRecorder } from "./support/span-recorder.ts";
import { storeKind } from "./support/stores.ts";
import { createWorld, noFiles, planOf } from "./support/world.ts";

afterEach(() => {
  trace.disable();
  metrics.disable();
});

describe.skipIf(storeKind() === "sqlite")("wake-ups by pg-boss", () => {
  it("report no span and no metric of pg-boss to the SDK of the program", async () => {
    const recorder = createSpanRecorder();
    const meters = createMetricRecorder();
    trace.setGlobalTracerProvider(recorder.provider);
    metrics.setGlobalMeterProvider(meters.meterProvider);
    await using place = await createStoreAddress(inject("postgresUrl"));
    await using world = await createWorld();
    const store = await openPostgresStore(place.address, { wakeups: "pg-boss" });
    const completed = sql`select 1 from ${sql.table(`${schemaOf(place.address)}_boss.job`)} where state = 'completed'`;
    const names: string[] = [];
    try {
      const stop = await store.listen?.(() => {});
      // The engine itself has no `telemetry`.
      const engine = await world.openEngine({ store, collector: noFiles });
      await engine.enqueue(await planOf(1));
      // Sent, processed and completed: each had a span.
      await expect.poll(async () => (await completed.execute(store.reader)).rows.length).toBeGreaterThan(0);
      await stop?.();
      names.push(...(await meters.collect()).map(({ descriptor }) => descriptor.name));
    } finally {
      await store.close();
    }
    names.push(...recorder.spans().map(({ name }) => name));
    expect(names).toEqual([]);
  });
});

const schemaOf = (address: string): string => new URL(address).searchParams.get("schema") ?? "";
