import { isLoopback } from "@klingkit/engine/jobs";
import type { Environment } from "../deps.ts";

/** What Node's own proxy support reads. */
export type ProxyEnv = Readonly<Partial<Record<"HTTPS_PROXY" | "HTTP_PROXY" | "NO_PROXY", string>>>;

/** A proxy that the environment names. */
export interface Proxy {
  /** Variables that are set, such as `HTTPS_PROXY`. */
  readonly variables: readonly string[];
  /** For `http.Agent`; absent where this Node has no proxy support. */
  readonly env?: ProxyEnv;
}

/** An emulator of this machine is never behind a proxy. */
const LOOPBACK = "localhost,127.0.0.1-127.255.255.254,::1,[::1]";

/** Since 24.5 and 22.21. @source Node.js, "cli: add --use-env-proxy" (July 2025) */
const hasSupport = (): boolean => process.allowedNodeEnvironmentFlags.has("--use-env-proxy");

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; small letters win, as everywhere. Undefined when there is no proxy. */
export function readProxy(env: Environment, isSupported = hasSupport()): Proxy | undefined {
  const named = (name: string) => [name.toLowerCase(), name].find((one) => env[one]?.trim());
  const textOf = (name: string | undefined) => (name === undefined ? undefined : env[name]?.trim());
  const [https, http] = [named("HTTPS_PROXY"), named("HTTP_PROXY")];
  const variables = [https, http].filter((name) => name !== undefined);
  if (variables.length === 0) return undefined;
  if (!isSupported) return { variables };
  const [httpsProxy, httpProxy, exceptions] = [textOf(https), textOf(http), textOf(named("NO_PROXY"))];
  return {
    variables,
    env: {
      ...(httpsProxy ? { HTTPS_PROXY: httpsProxy } : {}),
      ...(httpProxy ? { HTTP_PROXY: httpProxy } : {}),
      NO_PROXY: exceptions ? `${exceptions},${LOOPBACK}` : LOOPBACK,
    },
  };
}

/** A sentence about it, for `doctor` and for connections that fail. The address itself may hold a password. */
export function proxySentence({ variables, env }: Proxy): string {
  const names = variables.join(" and ");
  const [are, does] = variables.length === 1 ? ["is", "does"] : ["are", "do"];
  return env
    ? `Requests go through the proxy in ${names}, unless NO_PROXY names the host.`
    : `${names} ${are} set and ${does} nothing: Node ${process.versions.node} has no proxy support. Use Node 24.5 or newer.`;
}

/** The same behind an error, where a connection to that address failed; empty without a proxy. */
export function proxyNote({ env }: { readonly env: Environment }, baseUrl: string): string {
  const proxy = isLoopback(baseUrl) ? undefined : readProxy(env);
  return proxy ? ` ${proxySentence(proxy)}` : "";
}
