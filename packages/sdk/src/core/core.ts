import type { KeysOf } from "@klingkit/spec/core";
import { isPublicHostname, isUnencrypted } from "@klingkit/spec/core";
import { type Clock, createSystemClock } from "./clock.ts";
import { ConfigError } from "./errors/config-error.ts";
import { type Logger, SILENT_LOGGER } from "./logger.ts";
import { createMetrics, type OperationMetrics } from "./metrics.ts";
import type { Send } from "./send.ts";
import { createServerClock } from "./server-clock.ts";
import type { ServiceProtocol } from "./service-protocol.ts";
import { createSpend, type Spend, type SpendingOptions } from "./spending.ts";
import { createTransport, DEFAULT_READ_RETRIES, DEFAULT_TIMEOUT_MS } from "./transport.ts";

/** How requests are sent, whatever the service; with the seams for tests. */
export interface CoreOptions extends SpendingOptions {
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** Between 0 and 1; spreads pauses. Default Math.random. */
  readonly random?: (() => number) | undefined;
  /** Deadline of one request in ms. Default 60 000. */
  readonly timeoutMs?: number | undefined;
  /** Extra tries of a read after a transient error, 0–5. Default 2. Creates are never sent again. */
  readonly readRetries?: number | undefined;
  readonly logger?: Logger | undefined;
  /** Lets the key go to a plain `http://` address on another machine, where anyone on the way can read it. Default false. */
  readonly allowsHttp?: boolean | undefined;
}

export const CORE_OPTIONS: KeysOf<CoreOptions> = {
  fetch: true,
  clock: true,
  random: true,
  timeoutMs: true,
  readRetries: true,
  logger: true,
  allowsHttp: true,
  guard: true,
  maxUnits: true,
};

/** What resources stand on. */
export interface Core {
  /** Name of the service, such as `kling`. */
  readonly service: string;
  readonly send: Send;
  readonly baseUrl: string;
  /** Every create goes through it. */
  readonly spend: Spend;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly timeoutMs: number;
  /** The base URL is not on the public internet, as that of an emulator. */
  readonly isLocalService: boolean;
  metrics(): Readonly<Record<string, OperationMetrics>>;
  serverTimeOffsetMs(): number | undefined;
}

/** A service, and where it is. */
export interface Service {
  readonly protocol: ServiceProtocol;
  /** As `readBaseUrl` returns it. */
  readonly baseUrl: string;
}

const MAX_READ_RETRIES = 5;

/** Wires transport, limits and counters for a service. Sends nothing. Throws ConfigError for a number out of range, and for an address that the key must not go to. */
export function createCore(options: CoreOptions, { protocol, baseUrl }: Service): Core {
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? Math.random;
  const logger = options.logger ?? SILENT_LOGGER;
  const timeoutMs = within(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, "timeoutMs", 1, 2 ** 31 - 1);
  const serverClock = createServerClock(clock);
  const metrics = createMetrics();
  if (isUnencrypted(baseUrl) && !options.allowsHttp)
    throw new ConfigError({
      option: "baseUrl",
      message: `baseUrl ${baseUrl} would carry your key to another machine unencrypted. Use https, or set allowsHttp (KLING_ALLOW_HTTP=1) if you trust the network in between. Nothing was sent.`,
    });
  const send = createTransport({
    baseUrl,
    protocol,
    serverClock,
    // Looked up at each call, so that a later replacement of the global is seen.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock,
    random,
    timeoutMs,
    readRetries: within(options.readRetries ?? DEFAULT_READ_RETRIES, "readRetries", 0, MAX_READ_RETRIES),
    logger,
    metrics,
  });
  return {
    service: protocol.service,
    send,
    baseUrl,
    spend: createSpend(readSpending(options)),
    clock,
    random,
    logger,
    timeoutMs,
    isLocalService: !isPublicHostname(new URL(baseUrl).hostname),
    metrics: metrics.snapshot,
    serverTimeOffsetMs: serverClock.offsetMs,
  };
}

function readSpending({ guard, maxUnits }: SpendingOptions): SpendingOptions {
  return maxUnits === undefined
    ? { guard }
    : { guard, maxUnits: within(maxUnits, "maxUnits", 0, Number.MAX_VALUE) };
}

function within(value: number, option: string, min: number, max: number): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new ConfigError({
    option,
    message: `${option} is ${JSON.stringify(value)}; it must be a number ${max < Number.MAX_VALUE ? `between ${min} and ${max}` : `of ${min} or more`}.`,
  });
}

/** An address of a service without slashes at its end. Throws ConfigError for anything else than a plain one. */
export function readBaseUrl(text: string, example: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain)
    throw new ConfigError({
      option: "baseUrl",
      message: `baseUrl must be an http or https address without user, query and fragment, such as ${example}.`,
    });
  return text.replace(/\/+$/, "");
}
