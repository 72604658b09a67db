import type { Telemetry, TelemetrySpan } from "./telemetry.ts";
import { NO_CARRIER } from "./trace-carrier.ts";

/**
 * The same reports, none of which can break the work that they are about: a response that was paid for must reach the store, whatever
 * a span processor or a meter of the caller throws. `onError` hears of it.
 */
export function guardTelemetry(telemetry: Telemetry, onError: (error: unknown) => void): Telemetry {
  function attempt<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      onError(error);
      return otherwise;
    }
  }

  const guardSpan = (span: TelemetrySpan): TelemetrySpan => ({
    carrier: span.carrier,
    end: (end) => attempt(() => span.end(end), undefined),
    run(work) {
      // The work runs once, also where its span fails before or after it.
      let ran: { readonly result: ReturnType<typeof work> } | undefined;
      attempt(() => {
        span.run(() => {
          ran = { result: work() };
        });
      }, undefined);
      return (ran ?? { result: work() }).result;
    },
  });

  return {
    recordsPrompts: telemetry.recordsPrompts,
    active: () => attempt(() => telemetry.active(), undefined),
    startSpan: (start) => {
      const span = attempt(() => telemetry.startSpan(start), undefined);
      return span ? guardSpan(span) : NO_SPAN;
    },
    count: (name, attributes) => attempt(() => telemetry.count(name, attributes), undefined),
    measure: (name, seconds, attributes) =>
      attempt(() => telemetry.measure(name, seconds, attributes), undefined),
    flush: async () => {
      await telemetry.flush().catch(onError);
    },
  };
}

/** In place of one that could not begin. */
const NO_SPAN: TelemetrySpan = {
  carrier: NO_CARRIER,
  end: () => undefined,
  run: (work) => work(),
};
