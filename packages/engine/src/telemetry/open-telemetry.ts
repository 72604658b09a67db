import {
  type AttributeValue,
  type Context,
  context,
  createTraceState,
  type HrTime,
  type Link,
  type MeterProvider,
  metrics,
  type ProxyTracerProvider,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { requireObjects } from "../arguments/require-arguments.ts";
import { ATTRIBUTE, SCOPE } from "./names.ts";
import type { Attributes, SpanStart, Telemetry, TelemetrySpan } from "./telemetry.ts";
import { NO_CARRIER, type TraceCarrier } from "./trace-carrier.ts";

export interface TelemetryOptions {
  /** Default: the global one, which may be registered later. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider;
  /** Prompts leave this machine for your collector, as `gen_ai.input.messages`. Default false. */
  readonly recordsPrompts?: boolean;
}

/**
 * Reports the steps of jobs to OpenTelemetry, for `createEngine({ telemetry })`. Without a registered SDK nothing is reported.
 * Spans hold no keys, no links and no messages of a service; prompts only where you ask for them.
 */
export function createTelemetry(options: TelemetryOptions = {}): Telemetry {
  requireObjects("createTelemetry", { options });
  const { tracerProvider, recordsPrompts = false } = options;
  const tracer = (tracerProvider ?? trace).getTracer(SCOPE);
  const instruments = createInstruments(options.meterProvider);

  return {
    recordsPrompts,
    active: () => carrierOfSpan(trace.getActiveSpan()),
    startSpan(start) {
      const parent = contextOf(start.parent);
      const span = tracer.startSpan(start.name, spanOptions(start), parent);
      return toTelemetrySpan(span, parent);
    },
    count: (name, attributes) => instruments.counter(name).add(1, definedOf(attributes)),
    measure: (name, seconds, attributes) =>
      instruments.histogram(name).record(seconds, definedOf(attributes)),
    async flush() {
      const providers = [
        tracerProvider ?? trace.getTracerProvider(),
        options.meterProvider ?? metrics.getMeterProvider(),
      ];
      await Promise.all(providers.map(flushProvider));
    },
  };
}

/**
 * The API has no word for it; every SDK has. The global provider is a proxy of the copy of the API that the SDK was registered
 * with, and often not of ours, so that its class says nothing.
 */
async function flushProvider(given: TracerProvider | MeterProvider): Promise<void> {
  const provider = isProxy(given) ? given.getDelegate() : given;
  if ("forceFlush" in provider && typeof provider.forceFlush === "function") await provider.forceFlush();
}

const isProxy = (given: object): given is Pick<ProxyTracerProvider, "getDelegate"> =>
  "getDelegate" in given && typeof given.getDelegate === "function";

const KINDS = {
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
} as const;

const spanOptions = ({ kind = "internal", startMs, links = [], attributes }: SpanStart) => ({
  kind: KINDS[kind],
  attributes: definedOf(attributes),
  links: links.flatMap(toLink),
  ...(startMs === undefined ? {} : { startTime: hrTimeOf(startMs) }),
});

function toTelemetrySpan(span: Span, parent: Context): TelemetrySpan {
  return {
    carrier: carrierOfSpan(span) ?? NO_CARRIER,
    end({ endMs, attributes = {}, errorType } = {}) {
      for (const name in attributes) {
        const value = attributes[name];
        if (value !== undefined) span.setAttribute(name, value);
      }
      if (errorType !== undefined) {
        span.setAttribute(ATTRIBUTE.errorType, errorType);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end(endMs === undefined ? undefined : hrTimeOf(endMs));
    },
    run: (work) => context.with(trace.setSpan(parent, span), work),
  };
}

/** A plain number would be taken for a time since the start of the process where it is older than that. */
const hrTimeOf = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];

function carrierOfSpan(span: Span | undefined): TraceCarrier | undefined {
  const { traceId, spanId, traceFlags, traceState } = span?.spanContext() ?? {};
  if (
    traceId === undefined ||
    spanId === undefined ||
    !trace.isSpanContextValid({ traceId, spanId, traceFlags: 0 })
  )
    return undefined;
  const flags = (traceFlags ?? 0).toString(16).padStart(2, "0");
  const tracestate = traceState?.serialize();
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate ? { tracestate } : {}) };
}

function contextOf(parent: TraceCarrier | undefined): Context {
  const spanContext = parent && spanContextOf(parent);
  return spanContext ? trace.setSpanContext(context.active(), spanContext) : context.active();
}

function spanContextOf({ traceparent, tracestate }: TraceCarrier): SpanContext | undefined {
  const [, traceId = "", spanId = "", flags = "00"] = traceparent.split("-");
  const spanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(tracestate === undefined ? {} : { traceState: createTraceState(tracestate) }),
  };
  return trace.isSpanContextValid(spanContext) ? spanContext : undefined;
}

function toLink(carrier: TraceCarrier): readonly Link[] {
  const spanContext = spanContextOf(carrier);
  return spanContext ? [{ context: spanContext }] : [];
}

/** A loop: this runs for every span, and a span costs little more. */
function definedOf(attributes: Attributes): Record<string, AttributeValue> {
  const defined: Record<string, AttributeValue> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}

/** Made at their first use: before an SDK is registered, a meter is none, and stays none. */
function createInstruments(given: MeterProvider | undefined) {
  const meter = () => (given ?? metrics.getMeterProvider()).getMeter(SCOPE);
  return {
    counter: remember((name) => meter().createCounter(name)),
    histogram: remember((name) => meter().createHistogram(name, { unit: "s" })),
  };
}

function remember<Made>(make: (name: string) => Made): (name: string) => Made {
  const made = new Map<string, Made>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}
