import { createKling, type Kling } from "klingkit";
import type { Deps } from "../deps.ts";
import { clientOptions } from "./client-options.ts";
import type { Settings } from "./settings.ts";

/** Opens the SDK with the settings of this call. Throws `missing_api_key`. */
export function openKling(deps: Deps, settings: Settings): Kling {
  return createKling(clientOptions(deps, settings));
}
