import { credentialsFromEnvironment } from "klingkit";
import type { KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError } from "../video-error.ts";

/** Keys of one account, and where its service is. */
export interface Connection {
  readonly keys: { readonly apiKey: string } | { readonly accessKey: string; readonly secretKey: string };
  readonly region: "global" | "cn" | undefined;
  readonly baseUrl: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The order of `@ai-sdk/klingai`: key setting, key pair setting, key of the environment, key pair of the environment. */
export function readConnection(
  { apiKey, accessKey, secretKey, baseURL }: KlingkitProviderSettings,
  environment: Environment,
): Connection {
  const found = credentialsFromEnvironment(environment);
  const place = { region: found.region, baseUrl: baseURL ?? found.baseUrl };
  if (apiKey) return { keys: { apiKey }, ...place };
  if (accessKey && secretKey) return { keys: { accessKey, secretKey }, ...place };
  if (found.apiKey) return { keys: { apiKey: found.apiKey }, ...place };
  const pair = {
    accessKey: accessKey ?? found.accessKey ?? "",
    secretKey: secretKey ?? found.secretKey ?? "",
  };
  if (pair.accessKey && pair.secretKey) return { keys: pair, ...place };
  throw new KlingkitVideoError({
    code: "config_invalid",
    message:
      "No key of Kling is set. Nothing was sent. Set KLING_API_KEY, or pass apiKey to createKlingkit (or accessKey and secretKey).",
    mayHaveCharged: "no",
  });
}

/** The part of the keys that names the account. */
export const publicPartOf = ({ keys }: Connection): string =>
  "apiKey" in keys ? keys.apiKey : keys.accessKey;
