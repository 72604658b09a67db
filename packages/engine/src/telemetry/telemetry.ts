import type { TraceCarrier } from "./trace-carrier.ts";

export type AttributeValue = string | number | boolean;
/** Undefined values are left out. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

export interface SpanStart {
  readonly name: string;
  /** `client`: a request to a service. `producer`: what it starts runs later, maybe in another process. Default `internal`. */
  readonly kind?: "internal" | "client" | "producer";
  /** Unix ms. Default: now. */
  readonly startMs?: number;
  /** What it belongs to. Default: the span that is active; a trace of its own where there is none. */
  readonly parent?: TraceCarrier | undefined;
  readonly links?: readonly TraceCarrier[];
  readonly attributes: Attributes;
}

export interface SpanEnd {
  /** Unix ms. Default: now. */
  readonly endMs?: number;
  readonly attributes?: Attributes;
  /** What went wrong, as a code of few values: messages may quote prompts. Default: nothing did. */
  readonly errorType?: string | undefined;
}

/** A step that has begun. One that is never ended is never reported. */
export interface TelemetrySpan {
  /** For what belongs to it, in this process or another. */
  readonly carrier: TraceCarrier;
  end(end?: SpanEnd): void;
  /** Runs something with this span as the active one, so that spans of HTTP clients belong to it. */
  run<T>(work: () => T): T;
}

/** Where the engine reports its steps. `createTelemetry` of `@klingkit/engine/telemetry` makes one for OpenTelemetry. */
export interface Telemetry {
  /** Whether prompts are reported, too. */
  readonly recordsPrompts: boolean;
  /** The span that is active; undefined for none. */
  active(): TraceCarrier | undefined;
  startSpan(start: SpanStart): TelemetrySpan;
  /** Adds to a counter. */
  count(name: string, attributes: Attributes): void;
  /** Adds a length of time in seconds to a histogram. */
  measure(name: string, seconds: number, attributes: Attributes): void;
  /** Sends what is not sent yet, before a process ends. */
  flush(): Promise<void>;
}
