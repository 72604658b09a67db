import { ConnectionReset } from "./connection-reset.ts";

/** Passes the first `keepBytes` on, then breaks the connection. */
export function cutBody(body: ReadableStream<Uint8Array>, keepBytes: number): ReadableStream<Uint8Array> {
  return map(body, keepBytes, (controller) => controller.error(new ConnectionReset()));
}

/** Passes the first `keepBytes` on and ends as if that were all. */
export function shortenBody(body: ReadableStream<Uint8Array>, keepBytes: number): ReadableStream<Uint8Array> {
  return map(body, keepBytes, (controller) => controller.close());
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

function map(
  body: ReadableStream<Uint8Array>,
  keepBytes: number,
  finish: (controller: Controller) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let leftBytes = keepBytes;
  return new ReadableStream<Uint8Array>(
    {
      // One pull, one chunk: bytes that are still queued when a stream errors are lost.
      async pull(controller) {
        const { done, value } = leftBytes > 0 ? await reader.read() : { done: true, value: undefined };
        if (done || value === undefined) {
          await reader.cancel();
          return finish(controller);
        }
        const part = value.subarray(0, leftBytes);
        leftBytes -= part.byteLength;
        controller.enqueue(part);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Inverts `sizeBytes` bytes from `fromByte` on, counted from the start of this body. */
export function corruptBody(
  body: ReadableStream<Uint8Array>,
  { fromByte, sizeBytes }: { readonly fromByte: number; readonly sizeBytes: number },
): ReadableStream<Uint8Array> {
  let offset = 0;
  const transform = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      // A copy: the chunk may be a view of the file itself.
      const copy = Uint8Array.from(chunk);
      const start = Math.max(0, fromByte - offset);
      const end = Math.min(copy.length, fromByte + sizeBytes - offset);
      for (let at = start; at < end; at += 1) copy[at] = (copy[at] ?? 0) ^ 0xff;
      offset += copy.length;
      controller.enqueue(copy);
    },
  });
  return body.pipeThrough(transform);
}
