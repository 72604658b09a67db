import { HIGGSFIELD_HEADERS, HIGGSFIELD_KEY_PAGE } from "@klingkit/spec/higgsfield";
import { ConfigError } from "../core/errors/config-error.ts";
import { readKey, refuseHalf } from "../core/read-key.ts";
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

/** Trims and checks keys. Undefined where none was given. Throws ConfigError for half a key and for characters that no key has. */
export function readHiggsfieldKey(options: HiggsfieldCredentialOptions): HiggsfieldKey | undefined {
  const combined = readKey(options.credentials, "credentials");
  if (combined !== undefined) return splitKey(combined);
  const keyId = readKey(options.keyId, "keyId");
  const keySecret = readKey(options.keySecret, "keySecret");
  if (keyId === undefined && keySecret === undefined) return undefined;
  if (keyId !== undefined && keySecret !== undefined) return { keyId, keySecret };
  const missing = keyId === undefined ? "keyId" : "keySecret";
  refuseHalf(missing, "keyId and keySecret", HIGGSFIELD_KEY_PAGE);
}

function splitKey(combined: string): HiggsfieldKey {
  const [keyId = "", keySecret = "", ...rest] = combined.split(":");
  if (keyId !== "" && keySecret !== "" && rest.length === 0) return { keyId, keySecret };
  // The value itself must not appear here.
  throw new ConfigError({
    option: "credentials",
    message: `credentials must be id:secret with one colon, as the console shows them. Make a key at ${HIGGSFIELD_KEY_PAGE}.`,
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
