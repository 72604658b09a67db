import { HOST_RULE, hostsOfList, originsOfHost } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import type { AllowHostOptions } from "./allow-hosts.ts";
import { type ConnectionOptions, readSettings, type Sourced } from "./settings.ts";

/**
 * Origins that results may come from beside public https: those of flag, environment or config file, and an address of this
 * machine that is the service's own, such as an emulator's. Throws `invalid_host`.
 */
export function allowedOrigins(deps: Deps, options: AllowHostOptions & ConnectionOptions): readonly string[] {
  const { allowHost } = options;
  if (allowHost) return allowHost.flatMap((value) => originsOf({ value, source: "--allow-host" }));
  const given = readSettings(deps, options).allowHosts;
  if (!given) return [];
  return hostsOfList(given.value).flatMap((value) => originsOf({ value, source: given.source }));
}

function originsOf({ value, source }: Sourced<string>): readonly string[] {
  const origins = originsOfHost(value);
  if (origins.length > 0) return origins;
  throw usageError("invalid_host", `${source}: '${value}' is ${HOST_RULE}.`);
}
