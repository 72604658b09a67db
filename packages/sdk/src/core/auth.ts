import { KLING_FAMILIES, KLING_KEY_PAGE, type Operation } from "@klingkit/spec";
import type { Clock } from "./clock.ts";
import type { Credentials } from "./credentials.ts";
import { credentialHint, pairHint } from "./diagnose.ts";
import { ConfigError } from "./errors/config-error.ts";
import type { SignedToken, SignToken } from "./sign-token.ts";

/** A token with less life than this is replaced before it is used. */
export const JWT_RENEW_BEFORE_MS = 5 * 60_000;

export interface Auth {
  /** Bearer value for an operation. Throws ConfigError when no key fits. */
  token(operation: Operation): Promise<string>;
  /** Learns the service's clock from a `Date` header that arrived between two instants of ours. */
  learnClock(dateHeader: string | null, sentAtMs: number, receivedAtMs: number): void;
  /** Drops the token; the next one is signed with what was learnt. Returns false when an API key is in use. */
  renew(operation: Operation): boolean;
  /** What is probably wrong with the key, after it was refused. */
  hint(): string | undefined;
  /** Service's clock minus ours, in ms; undefined before the first answer with a date. */
  offsetMs(): number | undefined;
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
  let offset: number | undefined;
  let current: SignedToken | undefined;
  const serverNowMs = () => clock.nowMs() + (offset ?? 0);
  const isFresh = ({ notBeforeSeconds, expiresSeconds }: SignedToken) =>
    notBeforeSeconds * 1000 <= serverNowMs() && expiresSeconds * 1000 - serverNowMs() >= JWT_RENEW_BEFORE_MS;

  return {
    async token(operation) {
      if (apiKey !== undefined) return apiKey;
      if (!pair) throw missingKey(operation);
      if (!signToken || !acceptsJwt(operation)) throw needsApiKey(operation);
      if (!current || !isFresh(current)) current = await signToken(pair, serverNowMs());
      return current.token;
    },
    learnClock(dateHeader, sentAtMs, receivedAtMs) {
      const dateMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
      // The header has whole seconds: on average it is half a second behind.
      if (!Number.isNaN(dateMs)) offset = Math.round(dateMs + 500 - (sentAtMs + receivedAtMs) / 2);
    },
    renew(operation) {
      current = undefined;
      return apiKey === undefined && acceptsJwt(operation);
    },
    hint: () => (apiKey === undefined ? pair && pairHint(pair) : credentialHint(apiKey, clock.nowMs())),
    offsetMs: () => offset,
  };
}

function acceptsJwt(operation: Operation): boolean {
  return KLING_FAMILIES[operation.family].credentials.some((kind) => kind === "jwt");
}

function missingKey(operation: Operation): ConfigError {
  return new ConfigError({
    option: "apiKey",
    operationId: operation.id,
    message: `${operation.method} ${operation.path} needs a key and none was given. Set apiKey (KLING_API_KEY); make one at ${KLING_KEY_PAGE}.`,
  });
}

function needsApiKey(operation: Operation): ConfigError {
  return new ConfigError({
    option: "apiKey",
    operationId: operation.id,
    message: `${operation.method} ${operation.path} takes an API key only; accessKey and secretKey work for /v1 and /account. Nothing was sent. Set apiKey (KLING_API_KEY); make one at ${KLING_KEY_PAGE}.`,
  });
}
