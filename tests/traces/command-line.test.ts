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

it("says so where the SDK was registered with a version of the API that is too old to be seen", async () => {
  await using shop = await openShop();
  const place = Symbol.for("opentelemetry.js.api.1");
  const before: unknown = Reflect.get(globalThis, place);
  // What a copy of that version leaves behind; ours refuses to read it.
  Reflect.set(globalThis, place, { version: "1.8.0", trace: { getTracer: () => undefined } });
  try {
    const { exitCode, stderr } = await shop.kling("jobs");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining(
        "registered with @opentelemetry/api 1.8.0, and klingkit reports nothing to it",
      ),
    });
  } finally {
    Reflect.set(globalThis, place, before);
  }
});
