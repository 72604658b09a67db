/** Where a trace is continued, in the headers of W3C Trace Context: in another process, or in the `_meta` of an MCP call. */
export interface TraceCarrier {
  /** Such as `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`. */
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** Of a span that nobody records: `readCarrier` takes it for none. */
export const NO_CARRIER: TraceCarrier = { traceparent: "" };

/** Of https://www.w3.org/TR/trace-context/, section 3.2: ids of zeros are none; later versions may add more at the end. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;
/** What every program must pass on at least: section 3.3.1.5. */
const TRACESTATE_MAX_CHARACTERS = 512;

/** Only what is a trace: a caller may send anything, and it is kept with the job. Undefined for everything else. */
export function readCarrier(given: unknown): TraceCarrier | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { traceparent, tracestate } = given as Readonly<Record<string, unknown>>;
  if (typeof traceparent !== "string" || !TRACEPARENT.test(traceparent)) return undefined;
  const isKept = typeof tracestate === "string" && tracestate.length <= TRACESTATE_MAX_CHARACTERS;
  return { traceparent: traceparent.slice(0, 55), ...(isKept && tracestate !== "" ? { tracestate } : {}) };
}

/** As the store keeps it. */
export const traceJson = (carrier: TraceCarrier | undefined): string | null =>
  carrier === undefined ? null : JSON.stringify(carrier);

/** Undefined where none was kept. */
export const carrierOf = (json: string | null): TraceCarrier | undefined =>
  json === null ? undefined : readCarrier(JSON.parse(json));
