import { HIGGSFIELD_HEADERS, HIGGSFIELD_KEY_PAGE } from "@klingkit/spec/higgsfield";
import { ConfigError } from "../core/errors/config-error.ts";
import type { Authorization } from "../core/service-protocol.ts";

/** Keys as the caller gives them: `credentials`, or `keyId` with `keySecret`. Trimmed; blank counts as absent. */
export interface HiggsfieldCredentialOptions {
  /** Both in one, as the console shows them: `id:secret`. */
  readonly credentials?: string | undefined;
  readonly keyId?: string | undefined;
  readonly keySecret?: string | undefined;
  /** `authorization` (default) sends `Authorization: Key …`; `headers` the older pair `hf-api-key` and `hf-secret`. */
  readonly auth?: "authorization" | "headers" | undefined;
}

/** A key, split. */
export interface HiggsfieldKey {
  readonly keyId: string;
  readonly keySecret: string;
}

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const KEY_HELP = `Make a key at ${HIGGSFIELD_KEY_PAGE}.`;

/** Trims and checks keys. Undefined where none was given. Throws ConfigError for half a key and for characters that no key has. */
export function readHiggsfieldKey(options: HiggsfieldCredentialOptions): HiggsfieldKey | undefined {
  const combined = readText(options.credentials, "credentials");
  if (combined !== undefined) return splitKey(combined);
  const keyId = readText(options.keyId, "keyId");
  const keySecret = readText(options.keySecret, "keySecret");
  if (keyId === undefined && keySecret === undefined) return undefined;
  if (keyId !== undefined && keySecret !== undefined) return { keyId, keySecret };
  const missing = keyId === undefined ? "keyId" : "keySecret";
  throw new ConfigError({
    option: missing,
    message: `${missing} is missing: keyId and keySecret belong together. ${KEY_HELP}`,
  });
}

function splitKey(combined: string): HiggsfieldKey {
  const [keyId = "", keySecret = "", ...rest] = combined.split(":");
  if (keyId !== "" && keySecret !== "" && rest.length === 0) return { keyId, keySecret };
  // The value itself must not appear here.
  throw new ConfigError({
    option: "credentials",
    message: `credentials must be id:secret with one colon, as the console shows them. ${KEY_HELP}`,
  });
}

function readText(value: string | undefined, option: string): string | undefined {
  const text = value?.trim();
  if (text === undefined || text === "") return undefined;
  if (PRINTABLE_ASCII.test(text)) return text;
  throw new ConfigError({
    option,
    message: `${option} contains white space, a control character or a letter that no key has. Copy it again. ${KEY_HELP}`,
  });
}

/** The headers of every call. */
export function authorizationOf(
  { keyId, keySecret }: HiggsfieldKey,
  auth: "authorization" | "headers",
): Authorization {
  const { authorization, authorizationScheme, apiKey, secret } = HIGGSFIELD_HEADERS;
  const combined = `${keyId}:${keySecret}`;
  const headers =
    auth === "headers"
      ? { [apiKey]: keyId, [secret]: keySecret }
      : { [authorization]: `${authorizationScheme} ${combined}` };
  return { headers, secrets: secretsOf({ keyId, keySecret }) };
}

/** Values that must appear nowhere else; the longest first, so that no part of it is left. */
export const secretsOf = ({ keyId, keySecret }: HiggsfieldKey): readonly string[] => [
  `${keyId}:${keySecret}`,
  keySecret,
  keyId,
];
