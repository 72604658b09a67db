import type { KlingOptions } from "klingkit";
import type { Deps } from "../deps.ts";
import { allowsHttp, requireSafeAddress } from "./plain-http.ts";
import { requireCredentials, type Settings } from "./settings.ts";

/** What the SDK needs to know of this call. Throws `missing_api_key` and `insecure_base_url`. */
export function clientOptions(deps: Deps, settings: Settings): KlingOptions {
  const { fetch, clock } = deps;
  requireSafeAddress(deps, settings);
  const credentials = requireCredentials(settings);
  const keys =
    credentials.kind === "api-key"
      ? { apiKey: credentials.apiKey }
      : { accessKey: credentials.accessKey, secretKey: credentials.secretKey };
  return {
    ...keys,
    region: settings.region.value,
    baseUrl: settings.baseUrl.value,
    allowsHttp: allowsHttp(deps.env),
    fetch,
    clock,
  };
}
