import { createMcpHandler } from "@modelcontextprotocol/server";
import { createServerFactory } from "../create-server-factory.ts";
import { requireOptions } from "../require-options.ts";
import type { McpServerOptions } from "../server-options.ts";
import { type GuardOptions, guardRequest } from "./guard-request.ts";

export interface HttpHandlerOptions extends McpServerOptions, GuardOptions {
  /** Hears about requests that could not be served. */
  readonly onError?: (error: Error) => void;
}

export interface HttpHandler {
  /** Answers a request to `/mcp`, of either era of the protocol. */
  readonly fetch: (request: Request) => Promise<Response>;
  close(): Promise<void>;
}

export const MCP_PATH = "/mcp";

/** The server as a function from request to response, for your own HTTP server. Host, Origin and token are checked first. */
export function createHttpHandler(given: HttpHandlerOptions): HttpHandler {
  requireOptions("createHttpHandler", given);
  const { hostnames, token, onError, ...options } = given;
  const handler = createMcpHandler(createServerFactory(options), onError ? { onerror: onError } : {});
  return {
    close: () => handler.close(),
    async fetch(request) {
      const guarded = guardRequest(request, { token, ...(hostnames ? { hostnames } : {}) });
      if (guarded.kind === "refused") return guarded.response;
      if (new URL(request.url).pathname !== MCP_PATH) return new Response("Not found\n", { status: 404 });
      return handler.fetch(request, { authInfo: guarded.authInfo });
    },
  };
}
