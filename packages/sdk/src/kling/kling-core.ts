import { KLING_BASE_URLS, notSupported, type Region } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { createSystemClock } from "../core/clock.ts";
import { CORE_OPTIONS, type Core, type CoreOptions, createCore, readBaseUrl } from "../core/core.ts";
import { ConfigError } from "../core/errors/config-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import { type CredentialOptions, readCredentials } from "./auth/credentials.ts";
import type { MakeTokens } from "./auth/tokens.ts";
import { createKlingProtocol } from "./kling-protocol.ts";
import type { ReadOthers } from "./tasks/read-others.ts";
import type { TaskQuery } from "./tasks/task-query.ts";

/** How to reach the service, and the seams for tests. */
export interface KlingOptions extends CredentialOptions, CoreOptions {
  /** Accounts and keys are bound to a region. Default `global`. */
  readonly region?: Region | undefined;
  /** Overrides the region's address, for the emulator or a gateway. */
  readonly baseUrl?: string | undefined;
}

/** What resources of this service stand on. */
export interface KlingCore extends Core {
  readonly hasApiKey: boolean;
  readonly hasKeyPair: boolean;
  /** Reads results of tasks that are no videos; absent in bundles for videos alone. */
  readonly readOthers: ReadOthers | undefined;
  /** Reads tasks of solutions; absent likewise. */
  readonly solutions: TaskQuery | undefined;
}

/** What small bundles leave out. */
export interface KlingParts {
  /** Signs with a key pair. */
  readonly makeTokens?: MakeTokens;
  readonly readOthers?: ReadOthers;
  readonly solutions?: TaskQuery;
}

const OPTIONS: KeysOf<KlingOptions> = {
  ...CORE_OPTIONS,
  apiKey: true,
  accessKey: true,
  secretKey: true,
  region: true,
  baseUrl: true,
};

/** Checks the options and wires the core for Kling. Sends nothing. Throws ConfigError. */
export function createKlingCore(
  options: KlingOptions,
  { makeTokens, readOthers, solutions }: KlingParts = {},
): KlingCore {
  refuseUnknown(options, OPTIONS, "the client");
  const credentials = readCredentials(options);
  const baseUrl = readBaseUrl(addressOf(options), KLING_BASE_URLS.global);
  const clock = options.clock ?? createSystemClock();
  const protocol = createKlingProtocol({ credentials, baseUrl, clock, makeTokens });
  return {
    ...createCore({ ...options, clock }, { protocol, baseUrl }),
    hasApiKey: credentials.apiKey !== undefined,
    hasKeyPair: credentials.pair !== undefined,
    readOthers,
    solutions,
  };
}

function addressOf({ baseUrl, region = "global" }: KlingOptions): string {
  const address = baseUrl?.trim() || KLING_BASE_URLS[region];
  if (address !== undefined) return address;
  throw new ConfigError({
    option: "region",
    message: `region: ${notSupported(region, Object.keys(KLING_BASE_URLS))}`,
  });
}
