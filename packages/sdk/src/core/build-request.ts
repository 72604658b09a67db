import { fillPath, type Operation } from "@klingkit/spec";
import type { SendInput } from "./send.ts";
import { VERSION } from "./version.ts";

/** Address of an operation with its path and query filled in. */
export function urlOf(baseUrl: string, operation: Operation, { params, query = {} }: SendInput): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return `${baseUrl}${fillPath(operation.path, params)}${text === "" ? "" : `?${text}`}`;
}

/** Everything of a request but its address. */
export function requestOf(
  operation: Operation,
  { body }: SendInput,
  token: string,
  signal: AbortSignal,
): RequestInit {
  return {
    method: operation.method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      // The documentation lists it for reads too.
      "content-type": "application/json",
      "user-agent": `klingkit/${VERSION}`,
    },
    // A redirect could carry the request, and what it buys, to another host.
    redirect: "manual",
    signal,
    ...(operation.method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
  };
}
