import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { MediaError } from "../errors/media-error.ts";

/**
 * Where an image or video comes from: a path, a `file:`, `http(s):` or base64 `data:` URL, bytes, or a stream of bytes.
 */
export type MediaInput = string | Uint8Array | ReadableStream<Uint8Array> | Readable;

/** The same, told apart. `name` never holds content, a query or credentials. */
export type ClassifiedInput =
  | { readonly kind: "url"; readonly name: string; readonly url: string }
  | { readonly kind: "path"; readonly name: string; readonly path: string }
  | { readonly kind: "data"; readonly name: string; readonly data: string }
  | { readonly kind: "bytes"; readonly name: string; readonly bytes: Uint8Array }
  | {
      readonly kind: "stream";
      readonly name: string;
      readonly stream: ReadableStream<Uint8Array> | Readable;
    };

export function classifyInput(input: MediaInput, name?: string): ClassifiedInput {
  if (typeof input === "string") return classifyText(input, name);
  if (input instanceof Uint8Array) return { kind: "bytes", name: name ?? "the given bytes", bytes: input };
  if (input instanceof ReadableStream || input instanceof Readable) {
    return { kind: "stream", name: name ?? "the given stream", stream: input };
  }
  throw unreadable(name ?? "the input", "is not a path, URL, Uint8Array or stream");
}

function classifyText(input: string, name: string | undefined): ClassifiedInput {
  if (input.trim() === "") throw unreadable(name ?? "the input", "is an empty path");
  if (/^https?:/i.test(input)) return classifyUrl(input, name);
  if (/^data:/i.test(input)) return { kind: "data", name: name ?? "the data: URL", data: input };
  const path = /^file:/i.test(input) ? toPath(input) : input;
  return { kind: "path", name: name ?? input, path };
}

function classifyUrl(input: string, name: string | undefined): ClassifiedInput {
  if (!URL.canParse(input)) throw unreadable(name ?? "the input", "is not a valid URL");
  const { username, password, host, origin, pathname } = new URL(input);
  if (username || password) {
    throw unreadable(host, "carries credentials in its URL; sign the link instead");
  }
  return { kind: "url", name: name ?? `${origin}${pathname}`, url: input };
}

function toPath(fileUrl: string): string {
  try {
    return fileURLToPath(fileUrl);
  } catch (cause) {
    throw unreadable(fileUrl, "is not a file: URL of this machine", cause);
  }
}

export function unreadable(mediaName: string, reason: string, cause?: unknown): MediaError {
  return new MediaError({
    code: "KLINGKIT_MEDIA_UNREADABLE",
    message: `${mediaName} ${reason}.`,
    mediaName,
    cause,
  });
}
