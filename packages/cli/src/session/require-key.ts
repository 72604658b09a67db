import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { readHiggsfieldSettings } from "./higgsfield-settings.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "./settings.ts";

/** Throws `missing_api_key` where no key of the service is set, with the ways to set one. */
export async function requireKey(deps: Deps, options: ConnectionOptions, service: string): Promise<void> {
  const settings = readSettings(deps, options);
  if (service === "kling") {
    requireCredentials(settings);
    return;
  }
  if (await readHiggsfieldSettings(deps, settings, undefined)) return;
  const message =
    "No key of Higgsfield. Set HF_CREDENTIALS to id:secret, or run `kling config set higgsfield_credentials`. Nothing was sent.";
  throw new CliError({ code: "missing_api_key", message });
}
