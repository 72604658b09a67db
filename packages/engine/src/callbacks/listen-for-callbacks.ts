import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import { requireFields } from "../arguments/require-fields.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import { receiveCallback } from "../follow/inbox.ts";
import type { Store } from "../store/store.ts";
import { callbackPath } from "./callback-path.ts";
import type { CallbackSecrets } from "./callback-readers.ts";
import type { CallbackSource } from "./callback-source.ts";
import { type Arrival, type CallbackResponse, createCallbackJudge } from "./judge-callback.ts";
import { rememberAddress } from "./known-addresses.ts";

/** Without secrets the unguessable path is the credential. */
export interface CallbackListenerOptions extends Pick<CallbackSecrets, "secrets" | "higgsfieldSecrets"> {
  readonly store: Store;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Address to bind. Default 127.0.0.1: behind a proxy or a tunnel, or for an emulator on this machine. */
  readonly host?: string;
  /**
   * Where the service reaches this listener from outside, without the path. Default: the bound address, which only an
   * emulator of this machine reaches: a create for the service with a private address is refused before it is sent.
   */
  readonly publicUrl?: string;
  /**
   * Secret of the account, such as that of a Higgsfield key: the path of a new store is made from it, so that a store that was lost
   * gets the same one again, and create requests the same address. With fewer than 16 characters it is ignored, because it could
   * be guessed. Default: a random path.
   */
  readonly pathSecret?: string;
  /** Longest time in ms for a whole request, from connection to last byte. Default 15,000. */
  readonly requestTimeoutMs?: number;
  readonly clock?: Clock;
  readonly onError?: (error: unknown) => void;
}

const OPTIONS: KeysOf<CallbackListenerOptions> = {
  store: true,
  port: true,
  host: true,
  publicUrl: true,
  pathSecret: true,
  requestTimeoutMs: true,
  clock: true,
  onError: true,
  secrets: true,
  higgsfieldSecrets: true,
};

/** A server for callbacks; give it to `createEngine` as `callbacks`. */
export interface CallbackListener extends CallbackSource {
  readonly host: string;
  readonly port: number;
  /** Stops taking callbacks. What was kept stays kept. */
  close(): Promise<void>;
}

/** A service that sends slowly must not hold connections. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Opens a server that keeps callbacks in the store, at the store's own unguessable path. */
export async function listenForCallbacks(options: CallbackListenerOptions): Promise<CallbackListener> {
  requireFields("listenForCallbacks", options, { needs: ["store"], known: OPTIONS });
  const { store, host = "127.0.0.1", secrets = [], higgsfieldSecrets = [], onError = () => {} } = options;
  const clock = options.clock ?? store.clock ?? createSystemClock();
  const path = await callbackPath(store, options.pathSecret);
  const rings = new Set<() => void>();
  const judge = createCallbackJudge({
    path,
    secrets,
    higgsfieldSecrets,
    nowMs: clock.nowMs,
    onError,
    async receive(callback) {
      const isNew = await receiveCallback({ store, clock }, callback);
      if (isNew) for (const ring of rings) ring();
      return isNew;
    },
  });
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const limits = {
    requestTimeout: requestTimeoutMs,
    // Node takes the longer of the two for the whole request, and looks for late ones only every 30 s by default.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
  };
  const server = createServer(limits, (incoming, outgoing) => void serve(judge, incoming, outgoing));
  const port = await listen(server, host, options.port ?? 0);
  const base = options.publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const url = `${base.replace(/\/+$/, "")}${path}`;
  await rememberAddress(store, url);
  return {
    host,
    port,
    url,
    subscribe(ring) {
      rings.add(ring);
      return () => rings.delete(ring);
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const listening = once(server, "listening");
  server.listen(port, host);
  await listening;
  // A TCP server has an address record; text is for pipes.
  return (server.address() as AddressInfo).port;
}

type Judge = (arrival: Arrival) => Promise<CallbackResponse>;

async function serve(judge: Judge, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  const [path = "/"] = url.split("?");
  try {
    const { status, text } = await judge({ method, path, headers, body: incoming });
    // What is left of a body that was not read would be taken for the next request.
    const ending = incoming.complete ? {} : { connection: "close" };
    outgoing.writeHead(status, { "content-type": "text/plain", ...ending });
    outgoing.end(`${text}\n`);
  } catch {
    // The sender has gone: there is nobody to answer.
    outgoing.destroy();
  }
}
