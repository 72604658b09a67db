import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { requireOptions } from "../require-options.ts";
import { createHttpHandler, type HttpHandlerOptions, MCP_PATH } from "./create-http-handler.ts";
import { answerOverNode } from "./node-bridge.ts";

export interface HttpServerOptions extends HttpHandlerOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Address to bind. Default 127.0.0.1. Any other needs a token. */
  readonly host?: string;
}

export interface HttpServer {
  /** Where clients connect, such as `http://127.0.0.1:8788/mcp`. */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK: readonly string[] = ["127.0.0.1", "::1", "localhost"];

/** Serves clients over HTTP. Throws RangeError for an address that other machines reach without a token. */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  requireOptions("serveHttp", options);
  const { host = "127.0.0.1", port = 0, ...rest } = options;
  if (!LOOPBACK.includes(host) && !options.token)
    throw new RangeError(
      `other machines can reach ${host}: give the server a token (KLING_MCP_TOKEN of kling mcp, the option token in code)`,
    );
  const handler = createHttpHandler(rest);
  const server = createServer((incoming, outgoing) => void answerOverNode(handler.fetch, incoming, outgoing));
  const listening = once(server, "listening");
  server.listen(port, host);
  await listening;
  // A TCP server has an address record; text is for pipes.
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}${MCP_PATH}`,
    async close() {
      await handler.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
