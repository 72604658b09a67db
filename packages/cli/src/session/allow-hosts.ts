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
  return given.value
    .split(",")
    .filter((host) => host.trim() !== "")
    .flatMap((value) => originsOf({ value, source: given.source }));
}

export const HOST_RULE = "not a host such as files.example or 10.0.0.7:8080";

/** `HOST` and `HOST:PORT` stand for both schemes, an origin for itself. Empty for anything else. */
export function readHost(text: string): readonly string[] {
  const host = text.trim();
  const candidates = /^https?:\/\//i.test(host) ? [host] : [`https://${host}`, `http://${host}`];
  const urls = candidates.flatMap((candidate) => (URL.canParse(candidate) ? [new URL(candidate)] : []));
  const isHost = urls.every((url) => url.href === `${url.origin}/`);
  return isHost ? urls.map(({ origin }) => origin) : [];
}

function originsOf({ value, source }: Sourced<string>): readonly string[] {
  const origins = readHost(value);
  if (origins.length > 0) return origins;
  throw usageError("invalid_host", `${source}: '${value}' is ${HOST_RULE}.`);
}
