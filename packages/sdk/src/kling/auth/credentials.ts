import { KLING_KEY_PAGE } from "@klingkit/spec";
import { readKey, refuseHalf } from "../../core/read-key.ts";

/** Keys as the caller gives them. Trimmed; blank counts as absent. */
export interface CredentialOptions {
  /** Works everywhere. @source DOC 2026-09 */
  readonly apiKey?: string | undefined;
  /** With `secretKey`: signs tokens for the legacy and account families. */
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
}

export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface Credentials {
  readonly apiKey: string | undefined;
  readonly pair: KeyPair | undefined;
}

/** Trims and checks keys. Throws ConfigError for half a pair and for characters that no key has. */
export function readCredentials(options: CredentialOptions): Credentials {
  const apiKey = readKey(options.apiKey, "apiKey");
  const accessKey = readKey(options.accessKey, "accessKey");
  const secretKey = readKey(options.secretKey, "secretKey");
  const pair = accessKey && secretKey ? { accessKey, secretKey } : undefined;
  // An API key alone is enough, so half a pair beside it does no harm.
  if (!apiKey && !pair && (accessKey || secretKey))
    refuseHalf(accessKey ? "secretKey" : "accessKey", "accessKey and secretKey", KLING_KEY_PAGE);
  return { apiKey, pair };
}
