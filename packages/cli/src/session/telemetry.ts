import type { Store, Telemetry } from "@klingkit/engine";
import type { Deps } from "../deps.ts";

/** Where the package @opentelemetry/api keeps what is registered, in every copy of its first major version. */
const REGISTRY = Symbol.for("opentelemetry.js.api.1");
/** Prompts are reported, too: the name that instrumentations of other languages use for it. */
const PROMPTS = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
/** What an exporter may take to send the rest at the end of a command. */
const FLUSH_MS = 5000;

type Surroundings = Pick<Deps, "env" | "io">;

/**
 * Where the steps of jobs are reported: to the OpenTelemetry SDK that a file registered before the command began
 * (`NODE_OPTIONS="--import ./otel.mjs"`). Without one nothing is loaded, and the result is undefined.
 */
export async function openTelemetry({ env, io }: Surroundings): Promise<Telemetry | undefined> {
  if (!isRegistered() || env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return undefined;
  try {
    const { createTelemetry, describeOldApi } = await import("@klingkit/engine/telemetry");
    const warning = describeOldApi();
    if (warning) io.stderr.write(`${warning}\n`);
    return createTelemetry({ recordsPrompts: env[PROMPTS]?.toLowerCase() === "true" });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // Every command reads this file, and hardly any says this.
    io.stderr.write((await import("./telemetry-missing.ts")).NOT_INSTALLED);
    return undefined;
  }
}

function isRegistered(): boolean {
  const registry: unknown = Reflect.get(globalThis, REGISTRY);
  return typeof registry === "object" && registry !== null && ("trace" in registry || "metrics" in registry);
}

/**
 * Reports what is in a store while a worker runs, where an SDK is registered. Returns what ends it, after a last report: a worker
 * of cron ends before the first interval of most exporters, and after it nothing can be read from the store.
 */
export async function observeStore(
  deps: Pick<Deps, "telemetry" | "clock">,
  store: Store,
): Promise<() => Promise<void>> {
  const { telemetry } = deps;
  if (!telemetry) return () => Promise.resolve();
  const { observeStore: observe } = await import("@klingkit/engine/telemetry");
  const stop = observe(store);
  return async () => {
    await flushTelemetry(telemetry, deps);
    stop();
  };
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";

/** Sends what is not sent yet. A collector that does not respond neither fails a command nor holds it up for long. */
export async function flushTelemetry(
  telemetry: Telemetry | undefined,
  { clock }: Pick<Deps, "clock">,
): Promise<void> {
  if (!telemetry) return;
  const isOver = new AbortController();
  const limit = clock.sleep(FLUSH_MS, isOver.signal).catch(() => undefined);
  await Promise.race([telemetry.flush().catch(() => undefined), limit]);
  isOver.abort();
}
