import { trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, expect, it } from "vitest";
import { openShop } from "../cli/support/shop.ts";
import { outline, traceIds } from "../engine/support/span-recorder.ts";

afterEach(() => trace.disable());

/** As a file does that is loaded before `kling`. */
function registerSdk() {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
  return exporter;
}

it("reports what kling does to the SDK that was registered before it began", async () => {
  await using shop = await openShop();
  const exporter = registerSdk();
  await shop.writeBatch(1);
  expect(await shop.kling("approve batch.yaml --yes --by ada")).toMatchObject({ exitCode: 0 });
  expect(outline(exporter.getFinishedSpans())).toEqual(["klingkit.plan", "klingkit.approve < klingkit.plan"]);
  exporter.reset();
  expect(await shop.kling("run batch.yaml")).toMatchObject({ exitCode: 0 });
  const spans = exporter.getFinishedSpans();
  expect(outline(spans)).toEqual(
    expect.arrayContaining([
      "klingkit.plan",
      "klingkit.job (producer) < klingkit.plan",
      "generate_content kling-v3 (client) < klingkit.job",
      "klingkit.collect < klingkit.job",
    ]),
  );
  expect(traceIds(spans)).toHaveLength(1);
});

it("reports nothing where OTEL_SDK_DISABLED says so", async () => {
  await using shop = await openShop();
  const exporter = registerSdk();
  await shop.writeBatch(1);
  const env = { ...shop.env, OTEL_SDK_DISABLED: "true" };
  expect(await shop.kling("run batch.yaml", { env })).toMatchObject({ exitCode: 0 });
  expect(exporter.getFinishedSpans()).toEqual([]);
});
