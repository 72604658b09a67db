import type { HttpHandler } from "@klingkit/mcp";

/** What a program that follows no rule may send with a call. */
export interface RawCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly inputResponses?: unknown;
  readonly requestState?: unknown;
}

export interface RawAnswer {
  /** The response as text, to search for what must not be in it. */
  readonly text: string;
  readonly error?: { readonly code: number; readonly message: string };
  readonly result?: RawResult;
}

interface RawResult {
  readonly resultType?: string;
  readonly requestState?: string;
  readonly isError?: boolean;
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

export interface RawClientOptions {
  readonly name?: string;
  readonly token?: string;
  readonly capabilities?: Readonly<Record<string, unknown>>;
}

const VERSION = "2026-07-28";

export const ACCEPT = { approval: { action: "accept", content: { decision: "approve" } } };
export const DECLINE = { approval: { action: "decline" } };

type Params = Readonly<Record<string, unknown>>;

/** Sends a request in the envelope of 2026. */
function createRawRequest(
  { fetch }: Pick<HttpHandler, "fetch">,
  { name: client = "raw", token, capabilities = { elicitation: { form: {} } } }: RawClientOptions,
) {
  let id = 0;
  return async function request(method: string, params: Params): Promise<RawAnswer> {
    id += 1;
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": VERSION,
      "io.modelcontextprotocol/clientInfo": { name: client, version: "1.0.0" },
      "io.modelcontextprotocol/clientCapabilities": capabilities,
    };
    const response = await fetch(
      new Request("http://localhost/mcp", {
        method: "POST",
        headers: {
          host: "localhost",
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          "mcp-protocol-version": VERSION,
          "mcp-method": method,
          "mcp-name": String(params["name"] ?? params["taskId"] ?? params["uri"] ?? ""),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ jsonrpc: "2.0", id, method, params: { ...params, _meta } }),
      }),
    );
    const text = await response.text();
    // One event of a stream, or the message alone.
    const message = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Omit<RawAnswer, "text">;
    return { ...message, text };
  };
}

/** Sends exactly what it is told to: calls of tools, or with `request` anything. */
export function createRawClient(handler: Pick<HttpHandler, "fetch">, options: RawClientOptions = {}) {
  const request = createRawRequest(handler, options);
  return Object.assign((call: RawCall) => request("tools/call", { ...call }), { request });
}

export type RawClient = ReturnType<typeof createRawClient>;
