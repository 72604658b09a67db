import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { ConnectionReset } from "../world/faults/connection-reset.ts";
import { createResetSocket, type ResetSocket } from "./reset-socket.ts";
import { sendResponse } from "./send-response.ts";
import { checkTls, type TlsCredentials } from "./tls-credentials.ts";
import { BadHost, BodyTooLarge, toRequest } from "./to-request.ts";

/** Larger than the largest documented media input (50 MB) in Base64, twice over for frames. INF */
const MAX_BODY_BYTES = 96 * 1024 * 1024;
const CLOSE_GRACE_MS = 1000;

export interface ServeOptions {
  /** Answers a request. Throw `ConnectionReset` to cut the connection; the request's signal is aborted when the client leaves. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** May answer a request itself, at less cost than `fetch`; false leaves it to `fetch`. */
  readonly answerDirectly?: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** `true` makes a self-signed certificate for localhost, 127.0.0.1, ::1, the host and `alsoKnownAs`. */
  readonly tls?: boolean | TlsCredentials;
  /** Another name or address that clients reach the server by. */
  readonly alsoKnownAs?: string;
  /** Larger request bodies are answered with 413. Default 96 MB. */
  readonly maxBodyBytes?: number;
  /** Called for each request when its response was sent, or its connection has broken. Default: silent. */
  readonly onExchange?: (exchange: ServedExchange) => void;
  /** How long `close` lets running answers finish before it cuts them. Default 1000. */
  readonly closeGraceMs?: number;
}

/** One request and what became of it. */
export interface ServedExchange {
  readonly method: string;
  /** Path and query as they came: untrusted text. */
  readonly target: string;
  /** Absent where the connection broke before there was an answer. */
  readonly status?: number;
  /** The connection broke before the answer was complete. */
  readonly isCut: boolean;
  readonly tookMs: number;
}

export interface ServedApp {
  /** Scheme, host and port, without a trailing slash. */
  readonly baseUrl: string;
  readonly port: number;
  /** PEM that a client must trust; only with TLS. */
  readonly certificate?: string;
  /** Stops listening, lets running answers finish for the grace time, then cuts every connection. Idempotent. */
  close(): Promise<void>;
}

/**
 * Node's 5 s end a connection just when a client on a busy machine sends its next request, which then fails as if the service
 * had dropped it: faults come from the plan of faults alone.
 */
const IDLE_CONNECTION_MS = 65_000;

/** The stream of a body that never comes costs nearly a tenth of the CPU time of a poll. Node before 24.12 ignores it. */
const NO_STREAM_WITHOUT_BODY = { optimizeEmptyRequests: true };

/** Puts a fetch handler behind a loopback HTTP or HTTPS port. Rejects with node's error when the port is taken, and with InvalidTlsError. */
export async function serveApp(options: ServeOptions): Promise<ServedApp> {
  const { host = "127.0.0.1", port = 0, tls = false, alsoKnownAs } = options;
  checkTls(tls);
  const hosts = alsoKnownAs === undefined ? [host] : [host, alsoKnownAs];
  const credentials = tls === true ? await selfSigned(hosts) : tls;
  const server =
    credentials === false
      ? createServer(NO_STREAM_WITHOUT_BODY)
      : createTlsServer({ ...credentials, ...NO_STREAM_WITHOUT_BODY });
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  const stopping = new AbortController();
  const resetSocket = createResetSocket(server);
  const actualPort = await listen(server, host, port);
  const urlHost = host.includes(":") ? `[${host}]` : host;
  const baseUrl = `${credentials === false ? "http" : "https"}://${urlHost}:${actualPort}`;
  server.on(
    "request",
    createListener({ ...options, server, resetSocket, origin: baseUrl, stopping: stopping.signal }),
  );
  const close = once(() => closeServer(server, stopping, options.closeGraceMs ?? CLOSE_GRACE_MS));
  return {
    baseUrl,
    port: actualPort,
    ...(credentials === false ? {} : { certificate: credentials.cert }),
    close,
  };
}

/** Loaded only when asked for: the certificate library takes longer to load than the rest of the emulator. */
async function selfSigned(hosts: readonly string[]) {
  const { createSelfSigned } = await import("./self-signed.ts");
  return createSelfSigned({ hosts, nowMs: Date.now() });
}

interface ListenerOptions extends ServeOptions {
  readonly server: Server;
  readonly resetSocket: ResetSocket;
  readonly origin: string;
  readonly stopping: AbortSignal;
}

function createListener({
  server,
  resetSocket,
  fetch,
  answerDirectly,
  origin,
  stopping,
  maxBodyBytes = MAX_BODY_BYTES,
  onExchange,
}: ListenerOptions) {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    const abort = () => gone.abort(new ConnectionReset());
    outgoing.once("close", abort);
    stopping.addEventListener("abort", abort);
    try {
      const request = await toRequest({ incoming, origin, signal: gone.signal, maxBodyBytes });
      const response = await fetch(request);
      // A connection that stayed open would hold up close() until the grace time is over.
      if (!server.listening) outgoing.shouldKeepAlive = false;
      if (outgoing.destroyed) await response.body?.cancel();
      else await sendResponse({ response, outgoing, isHead: incoming.method === "HEAD" });
    } catch (error) {
      answerError(error, outgoing, { maxBodyBytes, resetSocket });
    } finally {
      outgoing.off("close", abort);
      stopping.removeEventListener("abort", abort);
    }
  };
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (!server.listening) outgoing.shouldKeepAlive = false;
    if (onExchange) reportExchange(incoming, outgoing, onExchange);
    if (answerDirectly?.(incoming, outgoing) !== true) void answer(incoming, outgoing);
  };
}

function reportExchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onExchange: NonNullable<ServeOptions["onExchange"]>,
): void {
  const startedAtMs = performance.now();
  outgoing.once("close", () =>
    onExchange({
      method: incoming.method ?? "GET",
      target: incoming.url ?? "/",
      ...(outgoing.headersSent ? { status: outgoing.statusCode } : {}),
      isCut: !outgoing.writableFinished,
      tookMs: Math.round(performance.now() - startedAtMs),
    }),
  );
}

function answerError(
  error: unknown,
  outgoing: ServerResponse,
  { maxBodyBytes, resetSocket }: { readonly maxBodyBytes: number; readonly resetSocket: ResetSocket },
): void {
  if (error instanceof ConnectionReset || outgoing.headersSent || outgoing.destroyed) {
    if (outgoing.socket) resetSocket(outgoing.socket);
    outgoing.destroy();
    return;
  }
  const { status, message } = describeError(error, maxBodyBytes);
  // The rest of a refused body is not read, so the connection cannot be used again.
  outgoing.writeHead(status, { "content-type": "text/plain", connection: "close" });
  outgoing.end(message);
}

function describeError(error: unknown, maxBodyBytes: number) {
  if (error instanceof BodyTooLarge)
    return { status: 413, message: `The request body is larger than ${maxBodyBytes} bytes` };
  if (error instanceof BadHost) return { status: 400, message: "The Host header is not a name and a port" };
  return { status: 500, message: String(error) };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function closeServer(server: Server, stopping: AbortController, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => {
      stopping.abort();
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}
