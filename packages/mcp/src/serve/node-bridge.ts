import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: Request) => Promise<Response>;

/** A call holds text only; files are named, never sent. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Answers a request of Node's server with a function of web requests. The request's signal aborts when the client goes away. */
export async function answerOverNode(
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  try {
    const body = await readBody(incoming);
    const response = body
      ? await answer(toRequest(incoming, { body, signal: gone.signal }))
      : new Response("Too large\n", { status: 413, headers: { connection: "close" } });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await writeBody(response, outgoing, gone.signal);
  } catch {
    // The client has gone, or sent what is no request: there is nobody to answer.
    outgoing.destroy();
  }
}

/** Undefined for one that is too large. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming) {
    // Without an encoding, Node gives buffers.
    const bytes = chunk as Buffer;
    sizeBytes += bytes.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

interface RequestParts {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

function toRequest(incoming: IncomingMessage, { body, signal }: RequestParts): Request {
  const { method = "GET", url = "/", headers: given } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const hasBody = method !== "GET" && method !== "HEAD";
  const address = new URL(url, `http://${given.host ?? "localhost"}`);
  return new Request(address, { method, headers, signal, ...(hasBody ? { body } : {}) });
}

/** Piece by piece: a stream of events stays open for as long as its call. */
async function writeBody(response: Response, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = response.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    if (!outgoing.write(part.value)) await once(outgoing, "drain", { signal });
  }
  outgoing.end();
}
