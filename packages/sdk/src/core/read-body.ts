/** Largest answer that is read, in bytes. The largest documented one, 500 tasks, is below 2 MB. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

export interface Body {
  readonly text: string;
  readonly sizeBytes: number;
}

/** Thrown inside the transport only. */
export class BodyTooLarge extends Error {}

/** Reads a body as UTF-8 text and stops at the limit, whatever `content-length` claims. */
export async function readBody(response: Response, limitBytes = MAX_RESPONSE_BYTES): Promise<Body> {
  const { headers } = response;
  const sizeBytes = Number(headers.get("content-length") ?? Number.NaN);
  // An uncompressed body of announced length cannot grow; reading it whole is the fast path.
  if (sizeBytes <= limitBytes && headers.get("content-encoding") === null)
    return { text: await response.text(), sizeBytes };
  return response.body ? readStream(response.body, limitBytes) : { text: "", sizeBytes: 0 };
}

async function readStream(stream: ReadableStream<Uint8Array>, limitBytes: number): Promise<Body> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), sizeBytes };
    sizeBytes += value.byteLength;
    if (sizeBytes > limitBytes) {
      await reader.cancel();
      throw new BodyTooLarge(`more than ${limitBytes} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
