import { HOST_RULE, hostsOfList, originsOfHost } from "@klingkit/spec/plain";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { type Flag, REPEATED } from "./flag.ts";
import { type ConnectionOptions, readSettings, type Sourced } from "./settings.ts";

export interface AllowHostOptions {
  readonly allowHost?: readonly string[];
}

/** Flag of commands that download results. */
export const ALLOW_HOST_FLAG: Flag = [
  "--allow-host <host>",
  "Allow downloads from a host that is not public https, such as 10.0.0.7:8080 (env: KLING_ALLOW_HOSTS; repeatable)",
  REPEATED,
];

/** The flags again, for a command that is proposed. */
export const allowHostWords = ({ allowHost = [] }: AllowHostOptions): readonly string[] =>
  allowHost.flatMap((host) => ["--allow-host", host]);

/** What a refused download says about this command line. */
export const allowHostHint = (host: string): string => `If you trust ${host}, add \`--allow-host ${host}\`.`;

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
