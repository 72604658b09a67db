import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import type { MediaRule } from "@klingkit/spec";
import { orAbort, throwIfAborted } from "../errors/abort.ts";
import { checkSize } from "./check-rule.ts";
import { type ClassifiedInput, unreadable } from "./media-input.ts";
import { describeReadFailure } from "./read-failure.ts";

export interface ReadOptions {
  readonly rule: MediaRule;
  readonly signal?: AbortSignal | undefined;
}

/** All bytes of an input, never more than the rule's limit. @throws MediaError, AbortError */
export async function readInput(
  input: Exclude<ClassifiedInput, { kind: "url" }>,
  options: ReadOptions,
): Promise<Uint8Array> {
  throwIfAborted(options.signal, `reading ${input.name}`);
  const bytes = await readKind(input, options);
  if (bytes.byteLength === 0) throw unreadable(input.name, "is empty");
  checkSize(options.rule, input.name, bytes.byteLength);
  return bytes;
}

function readKind(
  input: Exclude<ClassifiedInput, { kind: "url" }>,
  options: ReadOptions,
): Promise<Uint8Array> | Uint8Array {
  switch (input.kind) {
    case "bytes":
      return input.bytes;
    case "data":
      return decodeDataUrl(input, options.rule);
    case "stream":
      return readStream(input.name, input.stream, options);
    case "path":
      return readFile(input, options);
  }
}

function decodeDataUrl({ name, data }: { name: string; data: string }, rule: MediaRule): Uint8Array {
  const comma = data.indexOf(",");
  if (comma < 0 || !/;base64$/i.test(data.slice(0, comma).trim())) {
    throw unreadable(name, "does not hold base64 (data:image/png;base64,…)");
  }
  // Four characters are three bytes: refused before a second copy is made.
  checkSize(rule, name, Math.floor(((data.length - comma - 1) * 3) / 4) - 2);
  const base64 = data
    .slice(comma + 1)
    .replace(/%3D/gi, "=")
    .replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64))
    throw unreadable(name, "holds characters that are not base64");
  return Buffer.from(base64, "base64");
}

async function readFile(
  { name, path }: { name: string; path: string },
  options: ReadOptions,
): Promise<Uint8Array> {
  const handle = await open(path, "r").catch((error: unknown) => {
    throw describeReadFailure(name, error);
  });
  try {
    return await readHandle(name, handle, options);
  } catch (error) {
    throw describeReadFailure(name, error);
  } finally {
    await handle.close();
  }
}

async function readHandle(name: string, handle: FileHandle, options: ReadOptions): Promise<Uint8Array> {
  const stat = await handle.stat();
  if (stat.isDirectory()) throw unreadable(name, "is a folder");
  checkSize(options.rule, name, stat.size);
  // Also fits pipes such as /dev/stdin, and files that grow while they are read.
  return readStream(name, handle.createReadStream({ autoClose: false }), options);
}

async function readStream(
  name: string,
  stream: ReadableStream<Uint8Array> | Readable,
  { rule, signal }: ReadOptions,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const iterator: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await orAbort(iterator.next(), signal, `reading ${name}`);
      if (done) return Buffer.concat(chunks);
      if (!(value instanceof Uint8Array)) throw unreadable(name, "yields text instead of bytes");
      sizeBytes += value.byteLength;
      checkSize(rule, name, sizeBytes);
      chunks.push(value);
    }
  } catch (error) {
    // Not awaited: a source that hangs would keep us from reporting why we stopped.
    if (stream instanceof Readable) stream.destroy();
    else iterator.return?.().catch(() => {});
    throw describeReadFailure(name, error);
  }
}
