import { type ByteRange, parseRange } from "./byte-range.ts";

/** A file that is not held in memory as a whole. */
export interface ByteSource {
  readonly sizeBytes: number;
  open(range: ByteRange): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

export interface ServeBytesOptions {
  readonly bytes: Uint8Array<ArrayBuffer> | ByteSource;
  readonly contentType: string;
  /** Opaque tag without quotes; the same bytes must always have the same tag. */
  readonly etag?: string;
  readonly lastModifiedMs?: number;
}

/** Answers GET and HEAD of a file: whole, one range, 304 for a known tag, 416 past the end. @source RFC 9110 §13, §14 */
export function serveBytes(request: Request, { bytes, ...options }: ServeBytesOptions): Response {
  const source = bytes instanceof Uint8Array ? memorySource(bytes) : bytes;
  const headers = describe(options);
  if (isKnown(request, headers)) return new Response(null, { status: 304, headers });
  const range = isRangeWanted(request, headers)
    ? parseRange(request.headers.get("range"), source.sizeBytes)
    : undefined;
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${source.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const part = range ?? { start: 0, end: source.sizeBytes - 1 };
  if (range !== undefined)
    headers.set("content-range", `bytes ${part.start}-${part.end}/${source.sizeBytes}`);
  headers.set("content-length", String(part.end - part.start + 1));
  const body = request.method === "HEAD" || part.end < part.start ? null : source.open(part);
  return new Response(body, { status: range === undefined ? 200 : 206, headers });
}

function memorySource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    open: ({ start, end }) => bytes.subarray(start, end + 1),
  };
}

function describe({ contentType, etag, lastModifiedMs }: Omit<ServeBytesOptions, "bytes">): Headers {
  const headers = new Headers({ "content-type": contentType, "accept-ranges": "bytes" });
  if (etag !== undefined) headers.set("etag", `"${etag}"`);
  if (lastModifiedMs !== undefined) headers.set("last-modified", new Date(lastModifiedMs).toUTCString());
  return headers;
}

function isKnown(request: Request, headers: Headers): boolean {
  const tag = headers.get("etag");
  const known = request.headers.get("if-none-match");
  if (tag === null || known === null) return false;
  return known.split(",").some((entry) => entry.trim() === "*" || entry.trim().replace(/^W\//, "") === tag);
}

/** `If-Range` with another tag or date means that the file changed: the client must get all of the new one. */
function isRangeWanted(request: Request, headers: Headers): boolean {
  const condition = request.headers.get("if-range");
  if (condition === null) return true;
  return condition === (condition.startsWith('"') ? headers.get("etag") : headers.get("last-modified"));
}
