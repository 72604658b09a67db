import { isJsonObject } from "@klingkit/spec";
import type { KeyPair } from "./credentials.ts";

/** What is probably wrong with an API key, in a sentence that does not show it; undefined where nothing catches the eye. */
export function credentialHint(apiKey: string, nowMs: number): string | undefined {
  if (hasQuotes(apiKey)) return "The API key has quotes around it: remove them.";
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(apiKey))
    return `The API key is a signed token${expiryOf(apiKey, nowMs)}, not a key. Set an API key, or the AccessKey and SecretKey that signed it.`;
  if (/^[^\s:]+:[^\s:]+$/.test(apiKey))
    return "The API key looks like AccessKey:SecretKey in one value. Set them apart, as accessKey (KLING_ACCESS_KEY) and secretKey (KLING_SECRET_KEY).";
  return undefined;
}

/** The same for a pair. */
export function pairHint({ accessKey, secretKey }: KeyPair): string | undefined {
  const isQuoted = hasQuotes(accessKey) || hasQuotes(secretKey);
  return isQuoted ? "The AccessKey or the SecretKey has quotes around it: remove them." : undefined;
}

const hasQuotes = (key: string): boolean => /^["'`]|["'`]$/.test(key);

function expiryOf(token: string, nowMs: number): string {
  const seconds = claimsOf(token)["exp"];
  if (typeof seconds !== "number" || !(Math.abs(seconds) < 8.64e12)) return "";
  const verb = seconds * 1000 <= nowMs ? "expired" : "expires";
  return ` that ${verb} at ${new Date(seconds * 1000).toISOString()}`;
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ""] = token.split(".");
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return isJsonObject(claims) ? claims : {};
  } catch {
    return {};
  }
}

/** What is probably wrong with a base URL where the service reports that there is no such path. */
export function baseUrlHint(baseUrl: string): string | undefined {
  const version = /\/v\d+$/.exec(new URL(baseUrl).pathname)?.[0];
  return (
    version && `The base URL ends with ${version}, which the paths have already: remove it from the base URL.`
  );
}
