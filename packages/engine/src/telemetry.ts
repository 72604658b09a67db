// Traces and metrics by OpenTelemetry, apart from the rest: only who imports this file needs the package @opentelemetry/api.
export { observeStore, type StoreObservation } from "./metrics/observe-store.ts";
export { describeOldApi } from "./telemetry/old-api.ts";
export { createTelemetry, type TelemetryOptions } from "./telemetry/open-telemetry.ts";
