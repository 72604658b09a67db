import type { Telemetry } from "@klingkit/engine";
import { createTelemetry } from "@klingkit/engine/telemetry";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

/** One process's OpenTelemetry SDK, whose spans stay in memory. */
export interface SpanRecorder {
  readonly telemetry: Telemetry;
  readonly provider: TracerProvider;
  spans(): readonly ReadableSpan[];
  /** The spans of this name, in the order in which they ended. */
  named(name: string): readonly ReadableSpan[];
}

export function createSpanRecorder({ recordsPrompts = false } = {}): SpanRecorder {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const spans = () => exporter.getFinishedSpans();
  return {
    telemetry: createTelemetry({ tracerProvider: provider, recordsPrompts }),
    provider,
    spans,
    named: (name) => spans().filter((span) => span.name === name),
  };
}

/** A span in short: its name, the name of its parent among these, and what went wrong. */
export function outline(spans: readonly ReadableSpan[]): readonly string[] {
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  return spans.map((span) => {
    const parentId = span.parentSpanContext?.spanId;
    const parent = parentId === undefined ? "" : ` < ${names.get(parentId) ?? "?"}`;
    const error =
      span.status.code === SpanStatusCode.ERROR ? ` ! ${String(span.attributes["error.type"])}` : "";
    const kind = span.kind === SpanKind.INTERNAL ? "" : ` (${SpanKind[span.kind].toLowerCase()})`;
    return `${span.name}${kind}${parent}${error}`;
  });
}

export const traceIds = (spans: readonly ReadableSpan[]): readonly string[] => [
  ...new Set(spans.map((span) => span.spanContext().traceId)),
];
