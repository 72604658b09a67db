import { fillPath } from "@klingkit/spec/core";
import { ConfigError } from "./errors/config-error.ts";
import type { SendInput } from "./send.ts";
import type { Call } from "./service-protocol.ts";
import { VERSION } from "./version.ts";

export interface BuiltRequest {
  readonly url: string;
  /** All of it but credentials and signal, which the transport adds. */
  readonly init: RequestInit & { readonly headers: Record<string, string> };
}

/** Writes an operation as an HTTP request. Throws ConfigError for an id or body that cannot be written. */
export function buildRequest(baseUrl: string, operation: Call, input: SendInput): BuiltRequest {
  try {
    return { url: urlOf(baseUrl, operation, input), init: initOf(operation, input) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError({
      option: cause instanceof RangeError ? "id" : "body",
      message: `${operation.method} ${operation.path} cannot be written: ${reason}. Nothing was sent.`,
      operationId: operation.id,
      cause,
    });
  }
}

function urlOf(baseUrl: string, operation: Call, { params, query }: SendInput): string {
  const url = `${baseUrl}${fillPath(operation.path, params)}`;
  if (query === undefined) return url;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? url : `${url}?${search}`;
}

function initOf(operation: Call, { body, headers }: SendInput): BuiltRequest["init"] {
  return {
    method: operation.method,
    headers: { ...HEADERS, ...headers },
    // A redirect could carry the request, and what it buys, to another host.
    redirect: "manual",
    ...(operation.method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
  };
}

const HEADERS = {
  // The documentation lists it for reads too.
  "content-type": "application/json",
  "user-agent": `klingkit/${VERSION}`,
} as const;
