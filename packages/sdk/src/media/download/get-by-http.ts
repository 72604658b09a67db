import { lookup as lookupByDns } from "node:dns";
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "@klingkit/spec";
import { DownloadError } from "../errors/download-error.ts";
import type { Answer, Get } from "./answer.ts";
import { createBreak } from "./download-failures.ts";
import { ownReads } from "./read-memory.ts";
import { isAllowedOrigin, refuseAddress } from "./url-policy.ts";

export interface HttpGetOptions {
  readonly allowedOrigins: readonly string[];
  /** Turns a host name into addresses. Default DNS. */
  readonly lookup?: LookupFunction | undefined;
  readonly proxyEnv?: ProxyEnv | undefined;
}

/** Where requests go through: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as in an environment. */
export type ProxyEnv = Readonly<Partial<Record<"HTTPS_PROXY" | "HTTP_PROXY" | "NO_PROXY", string>>>;

/**
 * GET through node:http(s), which costs half of what `fetch` does for large bodies and lets us judge the very address
 * that is connected to, so that a name cannot change its mind between check and use.
 */
export function createHttpGet({ allowedOrigins, lookup = lookupByDns, proxyEnv }: HttpGetOptions): Get {
  const agents = proxyEnv && {
    "http:": new HttpAgent({ keepAlive: true, proxyEnv }),
    "https:": new HttpsAgent({ keepAlive: true, proxyEnv }),
  };
  return (url, { headers, signal }) => {
    const isAllowed = isAllowedOrigin(url, allowedOrigins);
    const startRequest = url.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const fail = (error: Error) =>
        reject(DownloadError.isInstance(error) ? error : createBreak(error, url.origin));
      const options = { headers, signal, lookup: isAllowed ? lookup : createPublicLookup(lookup, url) };
      const agent = agents?.[url.protocol === "https:" ? "https:" : "http:"];
      const request = startRequest(url, agent ? { ...options, agent } : options);
      const own = ownReads(request);
      request
        .on("response", (message) => resolve(createAnswer(message, own)))
        .on("error", fail)
        .end();
    });
  };
}

/** Fails for names that lead to any address outside the public internet. Node asks nothing of it about a proxy. */
function createPublicLookup(lookup: LookupFunction, url: URL): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === "string" ? [found] : (found ?? []).map(({ address }) => address);
      const hidden = error ? undefined : addresses.find((address) => !isPublicAddress(address));
      callback(hidden === undefined ? error : refuseAddress(url, hidden), found, family);
    });
  };
}

type SeeChunk = (chunk: Uint8Array) => void;

function createAnswer(message: IncomingMessage, own: SeeChunk): Answer {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) {
    for (const item of value ?? []) headers.append(name, item);
  }
  return {
    status: message.statusCode ?? 0,
    headers,
    pump: (take) =>
      pumpMessage(message, (chunk) => {
        own(chunk);
        return take(chunk);
      }),
    close: () => message.destroy(),
  };
}

function pumpMessage(message: IncomingMessage, take: Parameters<Answer["pump"]>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    // Broken before anyone listened: no event will come any more.
    if (message.destroyed) {
      reject(createBreak(new Error("the connection was closed")));
      return;
    }
    let pending: Promise<void> = Promise.resolve();
    const fail = (error: unknown) => {
      reject(error);
      message.destroy();
    };
    message.on("data", (chunk: Uint8Array) => {
      try {
        const waiting = take(chunk);
        if (!waiting) return;
        message.pause();
        pending = waiting.then(() => void message.resume(), fail);
      } catch (error) {
        fail(error);
      }
    });
    message.on("end", () => void pending.then(resolve, reject));
    message.on("error", (error) => reject(createBreak(error)));
    // Closing without an end or an error happens when somebody destroyed the message.
    message.on("close", () => {
      if (!message.readableEnded) reject(createBreak(new Error("the connection was closed")));
    });
  });
}
