import { API_KEY_PREFIX, type Family, SERVICE_MESSAGES } from "@klingkit/spec";
import type { KeyOption } from "../world/accounts/account-options.ts";
import { accountNameOf, accountOfKey } from "../world/accounts/accounts.ts";
import type { Caller, CredentialResult } from "./caller.ts";
import { refuse } from "./envelope.ts";
import { createTokenReader } from "./token.ts";

const EMPTY = 1001;
const INVALID = 1002;

export interface CredentialCheck {
  (authorization: string | undefined, family: Family): CredentialResult | Promise<CredentialResult>;
  /** Adds a key; from the first key on, unknown credentials are refused. */
  addKey(key: KeyOption): void;
  keys(): readonly KeyOption[];
}

const isPresent = (value: string | undefined): value is string => value !== undefined && value.trim() !== "";

/**
 * Prefix `api-key-kling-` means key look-up; anything else is a token on the families that take one, and refused elsewhere.
 * @source LIVE 2026-08-26, 2026-09-20
 */
export function createCredentialCheck(keys: readonly KeyOption[], nowMs: () => number): CredentialCheck {
  const known: KeyOption[] = [...keys];
  const byApiKey = new Map<string, Caller>();
  const readToken = createTokenReader({ nowMs, findSecret });

  const callerOf = (key: KeyOption): Caller => ({
    account: accountOfKey(key),
    models: key.models,
    keyName: key.name,
  });

  function findSecret(accessKey: string) {
    if (known.length === 0) return { caller: { account: accountNameOf(accessKey), models: undefined } };
    const key = known.find((entry) => entry.accessKey?.trim() === accessKey);
    return key && { caller: callerOf(key), secretKey: key.secretKey?.trim() ?? "" };
  }

  function findApiKey(apiKey: string): CredentialResult {
    const cached = byApiKey.get(apiKey);
    if (cached) return { caller: cached };
    const key = known.find((entry) => entry.apiKey?.trim() === apiKey);
    const isAccepted = known.length === 0 && apiKey.length > API_KEY_PREFIX.length;
    const caller = key
      ? callerOf(key)
      : isAccepted
        ? { account: accountNameOf(apiKey), models: undefined }
        : undefined;
    if (!caller) return { refusal: refuse(INVALID, SERVICE_MESSAGES.apiKeyNotFound) };
    if (byApiKey.size >= MAX_CACHED_KEYS) byApiKey.clear();
    byApiKey.set(apiKey, caller);
    return { caller };
  }

  function check(
    authorization: string | undefined,
    family: Family,
  ): CredentialResult | Promise<CredentialResult> {
    if (!isPresent(authorization)) return { refusal: refuse(EMPTY, SERVICE_MESSAGES.authorizationEmpty) };
    const credential = authorization.replace(/^Bearer(?:\s+|$)/i, "").trim();
    // `Bearer` alone carries nothing. INF
    if (credential === "") return { refusal: refuse(EMPTY, SERVICE_MESSAGES.authorizationEmpty) };
    if (credential.startsWith(API_KEY_PREFIX)) return findApiKey(credential);
    if (!family.credentials.includes("jwt")) return { refusal: refuse(INVALID, SERVICE_MESSAGES.apiKeyOnly) };
    return readToken(credential);
  }

  return Object.assign(check, {
    keys: () => known,
    addKey(key: KeyOption) {
      known.push(key);
      byApiKey.clear();
      readToken.forget();
    },
  });
}

/** Callers that are kept by key: a bound for memory, not for use. */
const MAX_CACHED_KEYS = 10_000;
