import { isPublicHostname, KLING_BASE_URLS, type Region } from "@klingkit/spec";
import { createAuth } from "./auth.ts";
import { type Clock, createSystemClock } from "./clock.ts";
import { type CredentialOptions, readCredentials } from "./credentials.ts";
import { ConfigError } from "./errors/config-error.ts";
import { type Logger, SILENT_LOGGER } from "./logger.ts";
import { createMetrics, type OperationMetrics } from "./metrics.ts";
import { type KeysOf, refuseUnknown } from "./refuse-unknown.ts";
import type { Send } from "./send.ts";
import type { SignToken } from "./sign-token.ts";
import { createSpend, type Spend, type SpendingOptions } from "./spending.ts";
import { createTransport, DEFAULT_READ_RETRIES, DEFAULT_TIMEOUT_MS } from "./transport.ts";

/** How to reach the service, and the seams for tests. */
export interface KlingOptions extends CredentialOptions, SpendingOptions {
  /** Accounts and keys are bound to a region. Default `global`. */
  readonly region?: Region | undefined;
  /** Overrides the region's address, for the emulator or a gateway. */
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** Between 0 and 1; spreads pauses. Default Math.random. */
  readonly random?: (() => number) | undefined;
  /** Deadline of one request in ms. Default 60 000. */
  readonly timeoutMs?: number | undefined;
  /** Extra tries of a read after a transient error, 0–5. Default 2. Creates are never sent again. */
  readonly readRetries?: number | undefined;
  readonly logger?: Logger | undefined;
}

/** What resources stand on. */
export interface Core {
  readonly send: Send;
  readonly baseUrl: string;
  /** Every create goes through it. */
  readonly spend: Spend;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly timeoutMs: number;
  readonly hasApiKey: boolean;
  readonly hasKeyPair: boolean;
  /** The base URL is not on the public internet, as that of an emulator. */
  readonly isLocalService: boolean;
  metrics(): Readonly<Record<string, OperationMetrics>>;
  serverTimeOffsetMs(): number | undefined;
}

const MAX_READ_RETRIES = 5;

const OPTIONS: KeysOf<KlingOptions> = {
  apiKey: true,
  accessKey: true,
  secretKey: true,
  region: true,
  baseUrl: true,
  fetch: true,
  clock: true,
  random: true,
  timeoutMs: true,
  readRetries: true,
  logger: true,
  guard: true,
  maxUnits: true,
};

/** Checks the options and wires transport, credentials and counters. Sends nothing. Throws ConfigError. */
export function createCore(options: KlingOptions, signToken?: SignToken): Core {
  refuseUnknown(options, OPTIONS, "the client");
  const credentials = readCredentials(options);
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? Math.random;
  const logger = options.logger ?? SILENT_LOGGER;
  const timeoutMs = within(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, "timeoutMs", 1, 2 ** 31 - 1);
  const auth = createAuth({ credentials, clock, signToken });
  const metrics = createMetrics();
  const baseUrl = readBaseUrl(options);
  const { protocol, hostname } = new URL(baseUrl);
  const isLocalService = !isPublicHostname(hostname);
  if (protocol === "http:" && !isLocalService)
    logger.warn(`baseUrl carries the key to ${hostname} unencrypted; use https`);
  const send = createTransport({
    baseUrl,
    auth,
    // Looked up at each call, so that a later replacement of the global is seen.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock,
    random,
    timeoutMs,
    readRetries: within(options.readRetries ?? DEFAULT_READ_RETRIES, "readRetries", 0, MAX_READ_RETRIES),
    logger,
    metrics,
    secrets: [credentials.apiKey, credentials.pair?.accessKey, credentials.pair?.secretKey].filter(
      (secret) => secret !== undefined,
    ),
  });
  return {
    send,
    baseUrl,
    spend: createSpend(readSpending(options)),
    clock,
    random,
    logger,
    timeoutMs,
    hasApiKey: credentials.apiKey !== undefined,
    hasKeyPair: credentials.pair !== undefined,
    isLocalService,
    metrics: metrics.snapshot,
    serverTimeOffsetMs: auth.offsetMs,
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
    message: `${option} is ${value}; it must be between ${min} and ${max}.`,
  });
}

function readBaseUrl({ baseUrl, region = "global" }: KlingOptions): string {
  const text = baseUrl?.trim() || KLING_BASE_URLS[region];
  if (text === undefined)
    throw new ConfigError({
      option: "region",
      message: `region is '${region}'; it must be ${Object.keys(KLING_BASE_URLS).join(" or ")}.`,
    });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain)
    throw new ConfigError({
      option: "baseUrl",
      message: `baseUrl must be an http or https address without user, query and fragment, such as ${KLING_BASE_URLS.global}.`,
    });
  return text.replace(/\/+$/, "");
}
