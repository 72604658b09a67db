import { metrics, trace } from "@opentelemetry/api";

/** Where the package keeps what is registered, in every copy of its first major version. */
const REGISTRY = Symbol.for("opentelemetry.js.api.1");

/**
 * A sentence for a person, where an SDK was registered with an older copy of the API than ours: then ours does not see the SDK, and what
 * is reported is lost without a word. Undefined where all is well, or nothing is registered.
 */
export function describeOldApi(): string | undefined {
  const registry: unknown = Reflect.get(globalThis, REGISTRY);
  if (typeof registry !== "object" || registry === null) return undefined;
  const isUnseen =
    ("trace" in registry && registry.trace !== trace.getTracerProvider()) ||
    ("metrics" in registry && registry.metrics !== metrics.getMeterProvider());
  return isUnseen && "version" in registry
    ? `An OpenTelemetry SDK is registered with @opentelemetry/api ${String(registry.version)}, and klingkit reports nothing to it: that version is older than klingkit's. Install a newer one where the SDK is installed: \`npm install @opentelemetry/api@latest\`.`
    : undefined;
}
