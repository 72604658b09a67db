import type { Kling } from "klingkit";
import type { Deps } from "../deps.ts";
import type { Settings } from "./settings.ts";
import { requireCredentials } from "./settings.ts";

/** Opens the SDK with the settings of this call. Throws `missing_api_key`. */
export async function openKling(deps: Deps, settings: Settings): Promise<Kling> {
  const credentials = requireCredentials(settings);
  const { createKling } = await import("klingkit");
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
