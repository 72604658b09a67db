import { accountOfKey, EMULATED } from "@klingkit/engine";
import { KLING_BASE_URLS } from "@klingkit/spec";
import { credentialsFromEnvironment } from "klingkit";
import type { KlingkitProviderSettings } from "../settings.ts";
import { configInvalid } from "../video-error.ts";

/** Keys of one account, and where its service is. */
export interface Connection {
  readonly keys: { readonly apiKey: string } | { readonly accessKey: string; readonly secretKey: string };
  readonly region: "global" | "cn" | undefined;
  readonly baseUrl: string | undefined;
  readonly allowsHttp: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The order of `@ai-sdk/klingai`: key setting, key pair setting, key of the environment, key pair of the environment. */
export function readConnection(
  { apiKey, accessKey, secretKey, baseURL }: KlingkitProviderSettings,
  environment: Environment,
): Connection {
  const found = credentialsFromEnvironment(environment);
  const { region, allowsHttp } = found;
  const place = { region, baseUrl: baseURL ?? found.baseUrl, allowsHttp };
  if (apiKey) return { keys: { apiKey }, ...place };
  if (accessKey && secretKey) return { keys: { accessKey, secretKey }, ...place };
  if (found.apiKey) return { keys: { apiKey: found.apiKey }, ...place };
  const pair = {
    accessKey: accessKey ?? found.accessKey ?? "",
    secretKey: secretKey ?? found.secretKey ?? "",
  };
  if (pair.accessKey && pair.secretKey) return { keys: pair, ...place };
  throw configInvalid(
    "No key of Kling is set. Nothing was sent. Set KLING_API_KEY, or pass apiKey to createKlingkit (or accessKey and secretKey).",
  );
}

/** The part of the keys that names the account. */
export const publicPartOf = ({ keys }: Connection): string =>
  "apiKey" in keys ? keys.apiKey : keys.accessKey;

/** Address of the service that the keys are for. */
export const serviceUrlOf = ({ baseUrl, region }: Connection): string =>
  (baseUrl ?? KLING_BASE_URLS[region ?? "global"]).replace(/\/+$/, "");

/**
 * Name under which jobs are kept, as the `kling` command names it, so that both see the same. `KLING_ACCOUNT` names the account of
 * the environment's key only: a key that was passed in code may be that of another customer, whose jobs must stay apart.
 */
export function accountNameOf(
  { account }: Pick<KlingkitProviderSettings, "account">,
  connection: Connection,
  environment: Environment,
): string {
  const key = publicPartOf(connection);
  const { apiKey, accessKey } = credentialsFromEnvironment(environment);
  const isOfEnvironment = key === ("apiKey" in connection.keys ? apiKey : accessKey);
  const given = account?.trim() || (isOfEnvironment ? environment["KLING_ACCOUNT"]?.trim() : undefined);
  const name = given || accountOfKey(serviceUrlOf(connection), key);
  return name.startsWith(EMULATED) ? name.slice(EMULATED.length) : name;
}
