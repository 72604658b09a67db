import { type Family, KLING_FAMILIES, KLING_KEY_PAGE } from "@klingkit/spec";
import type { Clock } from "../../core/clock.ts";
import type { ApiError } from "../../core/errors/api-error.ts";
import { ConfigError } from "../../core/errors/config-error.ts";
import type { Call } from "../../core/service-protocol.ts";
import { KLING } from "../service-name.ts";
import type { Credentials } from "./credentials.ts";
import { credentialHint, pairHint } from "./diagnose.ts";
import type { SignedToken, SignToken } from "./sign-token.ts";

/** A token with less life than this is replaced before it is used. */
export const JWT_RENEW_BEFORE_MS = 5 * 60_000;

/** Codes that say "your token's times are wrong": nothing was done, and a token on the service's clock will pass. */
const TOKEN_TIME_CODES: readonly unknown[] = [1003, 1004];

export interface Auth {
  /** Bearer value for a call, dated by the service's clock. Throws ConfigError when no key fits. */
  token(call: Call, serverNowMs: number): Promise<string>;
  /** Drops a token that was refused for its times; the next one is signed anew. False when nothing would change. */
  renew(call: Call, error: ApiError): boolean;
  /** What is probably wrong with the key, after it was refused. */
  hint(): string | undefined;
}

export interface AuthOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Absent in clients that take API keys only. */
  readonly signToken: SignToken | undefined;
}

/** Chooses and makes the bearer value. Keys stay in this closure. */
export function createAuth({ credentials, clock, signToken }: AuthOptions): Auth {
  const { apiKey, pair } = credentials;
  let current: SignedToken | undefined;
  const isFresh = ({ notBeforeSeconds, expiresSeconds }: SignedToken, nowMs: number) =>
    notBeforeSeconds * 1000 <= nowMs && expiresSeconds * 1000 - nowMs >= JWT_RENEW_BEFORE_MS;

  return {
    async token(call, serverNowMs) {
      if (apiKey !== undefined) return apiKey;
      if (!pair) throw missingKey(call);
      if (!signToken || !acceptsJwt(call)) throw needsApiKey(call);
      if (!current || !isFresh(current, serverNowMs)) current = await signToken(pair, serverNowMs);
      return current.token;
    },
    renew(call, { serviceCode }) {
      if (!TOKEN_TIME_CODES.includes(serviceCode)) return false;
      current = undefined;
      return apiKey === undefined && acceptsJwt(call);
    },
    hint: () => (apiKey === undefined ? pair && pairHint(pair) : credentialHint(apiKey, clock.nowMs())),
  };
}

const FAMILIES: Readonly<Record<string, Family>> = KLING_FAMILIES;

function acceptsJwt({ family }: Call): boolean {
  return FAMILIES[family]?.credentials.includes("jwt") === true;
}

function missingKey({ id, method, path }: Call): ConfigError {
  return new ConfigError({
    option: "apiKey",
    service: KLING,
    operationId: id,
    message: `${method} ${path} needs a key and none was given. Set apiKey (KLING_API_KEY); make one at ${KLING_KEY_PAGE}.`,
  });
}

function needsApiKey({ id, method, path }: Call): ConfigError {
  return new ConfigError({
    option: "apiKey",
    service: KLING,
    operationId: id,
    message: `${method} ${path} takes an API key only; accessKey and secretKey work for /v1 and /account. Nothing was sent. Set apiKey (KLING_API_KEY); make one at ${KLING_KEY_PAGE}.`,
  });
}
