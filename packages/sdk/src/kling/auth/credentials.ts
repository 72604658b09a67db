import { KLING_KEY_PAGE } from "@klingkit/spec";
import { ConfigError } from "../../core/errors/config-error.ts";

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

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/** Trims and checks keys. Throws ConfigError for half a pair and for characters that no key has. */
export function readCredentials(options: CredentialOptions): Credentials {
  const apiKey = readKey(options.apiKey, "apiKey");
  const accessKey = readKey(options.accessKey, "accessKey");
  const secretKey = readKey(options.secretKey, "secretKey");
  if (accessKey === undefined && secretKey === undefined) return { apiKey, pair: undefined };
  if (accessKey !== undefined && secretKey !== undefined) return { apiKey, pair: { accessKey, secretKey } };
  // An API key alone is enough, so half a pair beside it does no harm.
  if (apiKey !== undefined) return { apiKey, pair: undefined };
  const missing = accessKey === undefined ? "accessKey" : "secretKey";
  throw new ConfigError({
    option: missing,
    message: `${missing} is missing: accessKey and secretKey belong together. Or make an API key at ${KLING_KEY_PAGE}.`,
  });
}

function readKey(value: string | undefined, option: string): string | undefined {
  const key = value?.trim();
  if (key === undefined || key === "") return undefined;
  if (PRINTABLE_ASCII.test(key)) return key;
  // The value itself must not appear here: it may be a good key with one stray character.
  throw new ConfigError({
    option,
    message: `${option} contains white space, a control character or a letter that no key has. Copy it again from ${KLING_KEY_PAGE}.`,
  });
}
