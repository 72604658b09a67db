import type { IncomingMessage } from "node:http";

export interface ToRequestOptions {
  readonly incoming: IncomingMessage;
  /** Scheme, host and port for requests without a `Host` header. */
  readonly origin: string;
  readonly signal: AbortSignal;
  /** Larger bodies throw `BodyTooLarge`. */
  readonly maxBodyBytes: number;
}

/** The `Host` header is more than a name and a port, such as `a@b`. */
export class BadHost extends Error {
  override readonly name = "BadHost";
}

/** The request body is larger than the server takes. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** Makes a web request of a node one. The body is collected first, so the size limit cannot be missed. */
export async function toRequest({
  incoming,
  origin,
  signal,
  maxBodyBytes,
}: ToRequestOptions): Promise<Request> {
  const method = incoming.method ?? "GET";
  const url = absoluteUrl(incoming, origin);
  const headers = toHeaders(incoming.rawHeaders);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  const body = await collectBody(incoming, maxBodyBytes);
  return new Request(url, { method, headers, signal, body });
}

/** A request target is a path, or a whole URL when the client believes that it talks to a proxy. */
function absoluteUrl(incoming: IncomingMessage, origin: string): string {
  const target = incoming.url ?? "/";
  if (/^https?:\/\//i.test(target)) return target;
  const host = incoming.headers.host;
  const base = host === undefined ? origin : `${origin.slice(0, origin.indexOf("//") + 2)}${host}`;
  if (!URL.canParse(base) || new URL(base).username !== "" || /[/?#\\]/.test(host ?? "")) throw new BadHost();
  return `${base}${target.startsWith("/") ? target : "/"}`;
}

function toHeaders(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  }
  return headers;
}

async function collectBody(
  incoming: IncomingMessage,
  maxBodyBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(incoming.headers["content-length"] ?? 0) > maxBodyBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > maxBodyBytes) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, sizeBytes);
}
