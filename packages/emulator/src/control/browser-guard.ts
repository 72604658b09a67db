import { hash, timingSafeEqual } from "node:crypto";
import { AdminError } from "./admin-error.ts";

export interface GuardOptions {
  /** With a token every request needs `Authorization: Bearer <token>`, and then any host name will do. */
  readonly token?: string | undefined;
  /** Whether the request only asks whether an emulator is running, which a loopback host may ask without a token. */
  readonly isGreeting?: boolean;
}

/**
 * Throws for requests that a web page of another origin could have made: such a page must not steer the emulator.
 * The host is checked too, because a name that an attacker owns can point to 127.0.0.1.
 */
export function guardAgainstBrowsers(request: Request, { token, isGreeting = false }: GuardOptions): void {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if ((origin !== null && originHost(origin) !== host) || site === "cross-site" || site === "same-site") {
    throw new AdminError("origin_refused", "Pages of another origin may not use the admin API.");
  }
  const name = hostName(host);
  if (token !== undefined && !(isGreeting && isLoopbackName(name))) {
    if (isSame(request.headers.get("authorization") ?? "", `Bearer ${token}`)) return;
    throw new AdminError("unauthorized", "The admin API needs the header Authorization: Bearer <token>.");
  }
  // A proxy or tunnel in front may write its own idea of the host.
  const isForwarded = FORWARDED_HEADERS.some((header) => request.headers.has(header));
  if (isLoopbackName(name) && !isForwarded) return;
  throw new AdminError(
    "host_refused",
    `The admin API does not answer for the host ${JSON.stringify(name)}. Ask it on this machine, or start the emulator with an admin token.`,
  );
}

const FORWARDED_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"] as const;

/** Takes as long whichever character differs. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", expected, "buffer"));
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Empty for what is more, or less, than a name and a port. */
function hostName(host: string): string {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  return url?.href === `${url?.origin}/` ? url.hostname : "";
}

function isLoopbackName(name: string): boolean {
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
