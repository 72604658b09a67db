import type { Transport } from "@modelcontextprotocol/server";
import { serveStdio as serve } from "@modelcontextprotocol/server/stdio";
import { createServerFactory } from "../create-server-factory.ts";
import { requireOptions } from "../require-options.ts";
import type { McpServerOptions } from "../server-options.ts";

export interface StdioOptions extends McpServerOptions {
  /** Default: standard input and output of this process. */
  readonly transport?: Transport;
  /** Hears about messages that could not be served. */
  readonly onError?: (error: Error) => void;
}

export interface StdioServer {
  close(): Promise<void>;
}

/** Serves one client over standard input and output, of either era of the protocol. */
export function serveStdio(given: StdioOptions): StdioServer {
  requireOptions("serveStdio", given);
  const { transport, onError, ...options } = given;
  return serve(createServerFactory(options), {
    ...(transport ? { transport } : {}),
    ...(onError ? { onerror: onError } : {}),
  });
}
