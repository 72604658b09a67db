import { type Family, KLING_FAMILIES } from "@klingkit/spec";
import type { ApiError } from "../../core/errors/api-error.ts";
import type { Call } from "../../core/service-protocol.ts";
import type { KeyPair } from "./credentials.ts";
import { pairHint } from "./diagnose.ts";
import { type SignedToken, signToken } from "./sign-token.ts";

/** A token with less life than this is replaced before it is used. */
export const JWT_RENEW_BEFORE_MS = 5 * 60_000;

/** Codes that say "your token's times are wrong": nothing was done, and a token on the service's clock will pass. */
const TOKEN_TIME_CODES: readonly unknown[] = [1003, 1004];

/** Tokens of a key pair. */
export interface Tokens {
  /** Signed when none is fresh, dated by the service's clock; undefined where the call takes no tokens. */
  token(call: Call, serverNowMs: number): Promise<string | undefined>;
  /** Drops a token that was refused for its times. False when another one would not pass either. */
  renew(call: Call, error: ApiError): boolean;
  /** What is probably wrong with the pair, after a token was refused. */
  hint(): string | undefined;
}

/** A parameter of the client, so that bundles without it need no signing code. */
export type MakeTokens = (pair: KeyPair) => Tokens;

export const createTokens: MakeTokens = (pair) => {
  let current: SignedToken | undefined;
  const isFresh = ({ notBeforeSeconds, expiresSeconds }: SignedToken, nowMs: number) =>
    notBeforeSeconds * 1000 <= nowMs && expiresSeconds * 1000 - nowMs >= JWT_RENEW_BEFORE_MS;
  return {
    async token(call, serverNowMs) {
      if (!acceptsTokens(call)) return undefined;
      if (!current || !isFresh(current, serverNowMs)) current = await signToken(pair, serverNowMs);
      return current.token;
    },
    renew(call, { serviceCode }) {
      if (!TOKEN_TIME_CODES.includes(serviceCode)) return false;
      current = undefined;
      return acceptsTokens(call);
    },
    hint: () => pairHint(pair),
  };
};

const FAMILIES: Readonly<Record<string, Family>> = KLING_FAMILIES;

const acceptsTokens = ({ family }: Call): boolean => FAMILIES[family]?.credentials.includes("jwt") === true;
