import type { ServerResponse } from "node:http";

export interface SendOptions {
  readonly response: Response;
  readonly outgoing: ServerResponse;
  readonly isHead: boolean;
}

type Chunk = ReadableStreamReadResult<Uint8Array>;

/** Writes a web response to the socket, as fast as the client reads. A body that throws ends the connection. */
export async function sendResponse({ response, outgoing, isHead }: SendOptions): Promise<void> {
  const headers = toNodeHeaders(response.headers);
  if (response.body === null || isHead) {
    await response.body?.cancel();
    outgoing.writeHead(response.status, headers).end();
    return;
  }
  const reader = response.body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  outgoing.once("close", cancel);
  try {
    await pump(reader, (isWhole, sizeBytes) => {
      if (isWhole) headers["content-length"] ??= String(sizeBytes);
      return outgoing.writeHead(response.status, headers);
    });
  } catch {
    await flushed(outgoing);
    outgoing.destroy();
  } finally {
    outgoing.off("close", cancel);
  }
}

function toNodeHeaders(headers: Headers): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (const [name, value] of headers) record[name] = value;
  return record;
}

type WriteHead = (isWhole: boolean, sizeBytes: number) => ServerResponse;

async function pump(reader: ReadableStreamDefaultReader<Uint8Array>, writeHead: WriteHead): Promise<void> {
  const first = await reader.read();
  if (first.done) {
    writeHead(true, 0).end();
    return;
  }
  // A body of one chunk, which nearly all are, leaves in one packet with its length.
  const second = reader.read();
  if (await isDoneAtOnce(second)) {
    writeHead(true, first.value.byteLength).end(first.value);
    return;
  }
  const outgoing = writeHead(false, 0);
  await write(outgoing, first.value);
  for (let chunk = await second; !chunk.done; chunk = await reader.read()) await write(outgoing, chunk.value);
  outgoing.end();
}

/** Whether the stream is known to end without waiting for anything outside this turn of the event loop. */
async function isDoneAtOnce(read: Promise<Chunk>): Promise<boolean> {
  const settled = read.then(
    (chunk) => chunk.done,
    () => false,
  );
  return Promise.race([settled, new Promise<false>((resolve) => setImmediate(resolve, false))]);
}

/** Resolves when the socket takes more bytes, or is gone. */
function write(outgoing: ServerResponse, bytes: Uint8Array): Promise<void> | undefined {
  if (outgoing.destroyed) throw new Error("the client is gone");
  if (outgoing.write(bytes)) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}

/** Bytes that were written before the connection is cut must arrive: a cut file is cut at a chosen byte. */
function flushed(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed || !outgoing.headersSent) return resolve();
    outgoing.once("close", resolve);
    outgoing.write("", () => resolve());
  });
}
