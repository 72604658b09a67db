import { createKling, type Kling } from "klingkit";
import type { Deps } from "../deps.ts";
import type { Settings } from "./settings.ts";
import { requireCredentials } from "./settings.ts";

/** Opens the SDK with the settings of this call. Throws `missing_api_key`. */
export function openKling(deps: Deps, settings: Settings): Kling {
  const credentials = requireCredentials(settings);
  const keys =
    credentials.kind === "api-key"
      ? { apiKey: credentials.apiKey }
      : { accessKey: credentials.accessKey, secretKey: credentials.secretKey };
  return createKling({
    ...keys,
    region: settings.region.value,
    baseUrl: settings.baseUrl.value,
    fetch: deps.fetch,
    clock: deps.clock,
  });
}
