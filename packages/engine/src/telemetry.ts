// Traces and metrics by OpenTelemetry, apart from the rest: only who imports this file needs the package @opentelemetry/api.
export { createTelemetry, type TelemetryOptions } from "./telemetry/open-telemetry.ts";
