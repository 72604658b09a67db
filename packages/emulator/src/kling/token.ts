import { SERVICE_MESSAGES } from "@klingkit/spec";
import { compactVerify, decodeJwt, errors } from "jose";
import type { Caller, CredentialResult } from "./caller.ts";
import { type Refusal, refuse } from "./envelope.ts";

const INVALID = 1002;
const NOT_YET_VALID = 1003;
const EXPIRED = 1004;
const MAX_CACHED_TOKENS = 1_000;
const HS256 = { algorithms: ["HS256"] };
const encoder = new TextEncoder();

/** A token whose signature was found good; its times are judged at every call. */
interface GoodToken {
  readonly caller: Caller;
  readonly expiresAtSeconds: number | undefined;
  readonly notBeforeSeconds: number | undefined;
}

export interface TokenReader {
  (token: string): CredentialResult | Promise<CredentialResult>;
  /** Drops remembered tokens, for when keys change. */
  forget(): void;
}

export interface TokenReaderOptions {
  readonly nowMs: () => number;
  /** Caller of an access key; without a secret every signature passes. */
  readonly findSecret: (
    accessKey: string,
  ) => { readonly caller: Caller; readonly secretKey?: string } | undefined;
}

/** Reads HS256 tokens as the service does; each token's signature is computed once. @source DOC 2026-09 (claims), INF (texts of 1003, 1004) */
export function createTokenReader({ nowMs, findSecret }: TokenReaderOptions): TokenReader {
  const good = new Map<string, GoodToken>();

  function judgeTimes({ caller, expiresAtSeconds, notBeforeSeconds }: GoodToken): CredentialResult {
    const nowSeconds = nowMs() / 1000;
    if (expiresAtSeconds !== undefined && nowSeconds >= expiresAtSeconds) {
      return { refusal: refuse(EXPIRED, SERVICE_MESSAGES.tokenExpired(instant(expiresAtSeconds))) };
    }
    if (notBeforeSeconds !== undefined && nowSeconds < notBeforeSeconds) {
      return { refusal: refuse(NOT_YET_VALID, SERVICE_MESSAGES.tokenNotBefore(instant(notBeforeSeconds))) };
    }
    return { caller };
  }

  async function verify(token: string): Promise<CredentialResult> {
    const result = await readSignature(token, findSecret);
    if ("refusal" in result) return result;
    if (good.size >= MAX_CACHED_TOKENS) good.clear();
    good.set(token, result);
    return judgeTimes(result);
  }

  const read = (token: string) => {
    const known = good.get(token);
    return known ? judgeTimes(known) : verify(token);
  };
  return Object.assign(read, { forget: () => good.clear() });
}

/** `2026-11-20T00:00:00Z`, as Java prints a moment of whole seconds. */
const instant = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

const bad = (message: string): { readonly refusal: Refusal } => ({ refusal: refuse(INVALID, message) });

async function readSignature(
  token: string,
  findSecret: TokenReaderOptions["findSecret"],
): Promise<GoodToken | { readonly refusal: Refusal }> {
  // The recorded text says 0 for a token without dots; other counts get the same text. INF
  if (token.split(".").length !== 3) return bad(SERVICE_MESSAGES.tokenParts);
  try {
    const claims = decodeJwt(token);
    const found = findSecret(claims.iss ?? "");
    // Text for an unknown access key is not recorded. INF
    if (!claims.iss || !found) return bad(SERVICE_MESSAGES.apiKeyNotFound);
    if (found.secretKey !== undefined) await compactVerify(token, encoder.encode(found.secretKey), HS256);
    return { caller: found.caller, expiresAtSeconds: claims.exp, notBeforeSeconds: claims.nbf };
  } catch (error) {
    if (error instanceof errors.JOSEError) return bad(SERVICE_MESSAGES.tokenSignature);
    throw error;
  }
}
