import { isJsonObject } from "@klingkit/spec";

/** What is probably wrong with an API key, in a sentence that does not show it; undefined where nothing catches the eye. */
export function credentialHint(apiKey: string, nowMs: number): string | undefined {
  if (/^["'`\u2018-\u201d]|["'`\u2018-\u201d]$/.test(apiKey))
    return "The API key has quotes around it: remove them.";
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(apiKey))
    return `The API key is a signed token${expiryOf(apiKey, nowMs)}, not a key. Set an API key, or the AccessKey and SecretKey that signed it.`;
  if (/^[^\s:]+:[^\s:]+$/.test(apiKey))
    return "The API key looks like AccessKey:SecretKey in one value. Set them apart, as accessKey (KLING_ACCESS_KEY) and secretKey (KLING_SECRET_KEY).";
  return undefined;
}

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

/** What is probably wrong with a base URL where the service answers that there is no such path. */
export function baseUrlHint(baseUrl: string): string | undefined {
  const version = /\/v\d+$/.exec(new URL(baseUrl).pathname)?.[0];
  return (
    version && `The base URL ends with ${version}, which the paths have already: remove it from the base URL.`
  );
}
