import { type Agent, type IncomingMessage, request as requestByHttp } from "node:http";
import { Readable } from "node:stream";
import type { ProxyEnv } from "./proxy.ts";

/**
 * A `fetch` for calls with a text body. The built-in one takes about 20 ms to load, most of what `kling video status` may
 * cost; this one stands on `node:http`. It has what the SDK reads of a Response and follows no redirects.
 * Anything else goes to the built-in one. With `proxyEnv` requests go through its proxy, by Node's own support.
 */
export function createLeanFetch(proxyEnv?: ProxyEnv): typeof fetch {
  const agents = new Map<string, Promise<Agent>>();
  const agentFor = ({ protocol }: URL): Promise<Agent> | undefined => {
    if (!proxyEnv) return undefined;
    const agent = agents.get(protocol) ?? openAgent(protocol, proxyEnv);
    agents.set(protocol, agent);
    return agent;
  };
  return async (input, init = {}) => {
    const { method = "GET", headers, signal } = init;
    const body = init.body ?? undefined;
    const isPlain = headers === undefined || Object.getPrototypeOf(headers) === Object.prototype;
    if (typeof input !== "string" || !isPlain || (body !== undefined && typeof body !== "string"))
      return fetch(input, init);
    const url = new URL(input);
    const agent = await agentFor(url);
    const message = await send(url, {
      agent,
      method,
      headers: Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
      ),
      body,
      signal: signal ?? undefined,
    });
    // Node's Response class comes with all of fetch; callers here read only the fields below.
    return createAnswer(message) as unknown as Response;
  };
}

async function openAgent(protocol: string, proxyEnv: ProxyEnv): Promise<Agent> {
  // A class that is imported by name is looked at when the file loads, and would load all of node:http for every command.
  const { Agent: OpenedAgent } =
    protocol === "https:" ? await import("node:https") : await import("node:http");
  return new OpenedAgent({ keepAlive: true, proxyEnv: { ...proxyEnv } });
}

interface Call {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Default: that of the process. */
  readonly agent: Agent | undefined;
}

async function send(url: URL, { method, headers, body, signal, agent }: Call): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? (await import("node:https")).request : requestByHttp;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((settle, refuse) => {
    const options = {
      method,
      headers: { ...headers, ...length },
      ...(signal ? { signal } : {}),
      ...(agent ? { agent } : {}),
    };
    const outgoing = request(url, options, settle);
    outgoing.on("error", (cause) => {
      // An abort keeps its name; everything else looks as fetch reports it.
      refuse(signal?.aborted ? cause : new TypeError("fetch failed", { cause }));
    });
    outgoing.end(body);
  });
}

function createAnswer(message: IncomingMessage) {
  const { statusCode: status = 0, headers } = message;
  const text = () => readText(message);
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: {
      get(name: string): string | null {
        const value = headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(", ") : (value ?? null);
      },
    },
    text,
    json: async (): Promise<unknown> => JSON.parse(await text()),
    get body() {
      return Readable.toWeb(message);
    },
  };
}

async function readText(message: IncomingMessage): Promise<string> {
  message.setEncoding("utf8");
  let text = "";
  for await (const part of message) text += String(part);
  return text;
}
